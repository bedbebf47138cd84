package io.ondemand2api.simulator;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids as the service makes them: 24 hexadecimal digits. */
final class SimulatorIds {

    private static final int BYTES = 12;

    private SimulatorIds() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
