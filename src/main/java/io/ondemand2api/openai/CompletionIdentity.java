package io.ondemand2api.openai;

/**
 * What stays the same from the first byte of an answer to its last.
 *
 * @param id such as {@link CompletionId#next()} makes
 * @param model the model as the caller named it
 * @param created when the answer began, in seconds since 1970
 */
public record CompletionIdentity(String id, String model, long created) {

    /** One value for all answers: the gateway cannot tell two states of the upstream apart. */
    static final String SYSTEM_FINGERPRINT = "fp_ondemand2api";

    static final String SERVICE_TIER = "default";
}
