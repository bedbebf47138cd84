package io.ondemand2api.scripted;

/** What a call asks for. */
public enum CallKind {
    CREATE_SESSION,
    DELETE_SESSION,
    QUERY,
    LIST_ENDPOINTS,
    READ_MESSAGES,
    UPLOAD_MEDIA,
    /** A path that the service does not have. */
    UNKNOWN
}
