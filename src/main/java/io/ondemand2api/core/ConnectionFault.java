package io.ondemand2api.core;

/** Why the upstream's address cannot be reached: a few fixed phrases, for logs and never for clients. */
public enum ConnectionFault {
    /** The certificate of the upstream is signed by no trusted CA, or by itself. */
    UNTRUSTED_CERTIFICATE("certificate not trusted (self-signed, or of an unknown authority)"),
    /** The certificate is out of date. */
    EXPIRED_CERTIFICATE("certificate expired or not valid yet"),
    /** The certificate names other hosts. */
    WRONG_HOST_NAME("certificate for another host name"),
    /** TLS was not agreed on for another reason. */
    TLS_FAILED("TLS handshake failed"),
    /** The name has no address, or the look-up took too long. */
    UNKNOWN_HOST("unknown host"),
    /** The name of the proxy has no address. */
    UNKNOWN_PROXY("unknown host name of the proxy"),
    /** Nothing listens at the address. */
    CONNECTION_REFUSED("connection refused"),
    /** Nothing listens at the proxy's address. */
    PROXY_CONNECTION_REFUSED("connection refused by the proxy's address"),
    /** The proxy is there, and does not let the call pass. */
    PROXY_REFUSED("proxy refused"),
    /** There is no way to the address. */
    NO_ROUTE("no route to host"),
    /** No connection in time. */
    CONNECT_TIMEOUT("connection timed out"),
    /** Connected, but nothing came in time. */
    TIMEOUT("no response in time"),
    /** The other side broke the connection. */
    RESET("connection reset"),
    /** The other side ended the connection before its answer. */
    CLOSED("connection closed without a response"),
    /** A gateway in front of the upstream answers with 502, 503, 504 or 52x. */
    GATEWAY_STATUS("answered with 502, 503, 504 or 52x"),
    /** A page for people where the API's answer should be. */
    FOREIGN_PAGE("answered by something else than the API"),
    /** Anything else. */
    OTHER("broken connection");

    private final String phrase;

    ConnectionFault(String phrase) {
        this.phrase = phrase;
    }

    /** The phrase for logs. */
    public String phrase() {
        return phrase;
    }
}
