package io.ondemand2api.core.request;

/**
 * A request's body as JSON, with no more of it than a reader looks at.
 *
 * @param root the whole
 * @param questionBytes the bytes of memory that the question for the upstream takes beside this, at most
 */
public record RequestJson(RequestObject root, long questionBytes) {}
