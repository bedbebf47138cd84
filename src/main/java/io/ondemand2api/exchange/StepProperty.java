package io.ondemand2api.exchange;

/**
 * All exchange properties that the gateway's steps keep for each other. They are no business of a route, but for
 * {@link #ONDEMAND_KEY}; what is meant for routes: {@link RouteProperties}. An operator may log all properties of an
 * exchange: no value prints a key or a word of the client's.
 */
public enum StepProperty {

    /** What an entry route has in hand of its client; from {@code client.accept} on. */
    CLIENT("client"),
    /** What is seen of the request, for metrics, traces and the log; from the start on. */
    OBSERVED_REQUEST("observedRequest"),
    /** How the request failed; from {@code errors.answer} on. */
    FAILED_WITH("failedWith"),
    /** The deployment in the path of an Azure client. */
    MODEL_IN_PATH("modelInPath"),
    /** The prompts of a text completion that have no answer yet. */
    PROMPTS("prompts"),
    /** What the client asks, in every dialect; from the reading on. */
    PARSED_REQUEST("parsedRequest"),
    /** What the route has set of {@link RouteProperties}, read once. */
    ROUTE_SETTINGS("routeSettings"),
    /** What the step {@code answer-transform-text} is to replace. */
    TEXT_TRANSFORMS("textTransforms"),
    /** The answer on its way; from {@code answer.resolveModel} on. */
    COMPLETION("completion"),
    /** The files of the request on their way to the session. */
    MEDIA("media"),
    /** The call that {@code ask-ondemand} makes. */
    CALL("call"),
    /** Stands for the key of that call in the route {@code ask-ondemand}; it prints as the key's label. */
    ONDEMAND_KEY("ondemandKey"),
    /** The session that {@code delete-session} deletes. */
    SESSION("session"),
    /** The label of the key for which {@code warm-session} makes one. */
    SESSION_KEY("sessionKey");

    private final String property;

    StepProperty(String property) {
        this.property = property;
    }

    /** Its name in the exchange. */
    public String property() {
        return property;
    }

    /** The property, for the room that knows its type. */
    public <T> ExchangeProperty<T> of(Class<T> type) {
        return new ExchangeProperty<>(property, type);
    }
}
