package io.ondemand2api.messages;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What stays the same from the first byte of an answer to its last.
 *
 * @param id of the message
 * @param model the model as the caller named it
 * @param requestId by which client and operator know the request
 * @param input what the question takes, as a stream says at its start
 */
public record MessageIdentity(String id, String model, String requestId, InputTokens input) {

    private static final HexFormat HEX = HexFormat.of();

    /** One with a new id: {@code msg_} and 32 hexadecimal digits, which open no door. */
    public static MessageIdentity next(String model, String requestId, InputTokens input) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String id = "msg_" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
        return new MessageIdentity(id, model, requestId, input);
    }
}
