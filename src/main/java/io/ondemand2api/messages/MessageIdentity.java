package io.ondemand2api.messages;

import io.ondemand2api.core.RandomId;

/**
 * What stays the same from the first byte of an answer to its last.
 *
 * @param id of the message
 * @param model the model as the caller named it
 * @param requestId by which client and operator know the request
 * @param input what the question takes, as a stream says at its start
 */
public record MessageIdentity(String id, String model, String requestId, InputTokens input) {

    /** One with a new id: {@code msg_} and 32 hexadecimal digits. */
    public static MessageIdentity next(String model, String requestId, InputTokens input) {
        return new MessageIdentity(RandomId.next("msg_", 32), model, requestId, input);
    }
}
