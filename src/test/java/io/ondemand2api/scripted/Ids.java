package io.ondemand2api.scripted;

import java.util.concurrent.ThreadLocalRandom;

/** Ids as the service makes them: 24 hex digits [C]. */
final class Ids {

    private Ids() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("%016x%08x", random.nextLong(), random.nextInt());
    }
}
