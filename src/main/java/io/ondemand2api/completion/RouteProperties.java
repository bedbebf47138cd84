package io.ondemand2api.completion;

/** The exchange properties by which routes see a request and have a say in it; {@code docs/routes.md} lists them. */
public final class RouteProperties {

    /** The request's id, which its answer bears. */
    static final String REQUEST_ID = "requestId";

    private RouteProperties() {}
}
