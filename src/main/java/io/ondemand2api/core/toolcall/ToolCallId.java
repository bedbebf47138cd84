package io.ondemand2api.core.toolcall;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names calls, so that the caller can say which one a result belongs to. Such an id opens no door. */
final class ToolCallId {

    private static final HexFormat HEX = HexFormat.of();

    private ToolCallId() {}

    /** A new id: {@code call_} and 24 hexadecimal digits. */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "call_" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextInt());
    }
}
