package io.ondemand2api.observation;

/**
 * How a request ended.
 *
 * @param status the HTTP status that the client got; 499 when it had left before
 * @param finishReason why the answer ended; null when there is none
 * @param errorType the class of failure, one of a few words; null when there was none
 * @param cause what is known of the failure beyond that: a fixed phrase, or null
 */
public record Outcome(int status, String finishReason, String errorType, String cause) {}
