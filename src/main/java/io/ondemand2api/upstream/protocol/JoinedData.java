package io.ondemand2api.upstream.protocol;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import java.io.ByteArrayOutputStream;

/** The data of an event that spans several lines. OnDemand sends none such; others may. Not safe for several threads. */
final class JoinedData {

    private final int most;
    private final MemoryShare memory;
    private ByteArrayOutputStream lines;

    /** @param most the most bytes of one event */
    JoinedData(int most, MemoryShare memory) {
        this.most = most;
        this.memory = memory;
    }

    /** True while there is none. */
    boolean isEmpty() {
        return lines == null;
    }

    /** Appends one more line. */
    void add(byte[] bytes, int from, int to) throws UnreadableStreamException {
        try {
            memory.take(to - from + 1L);
        } catch (GatewayException full) {
            throw new UnreadableStreamException(full);
        }
        if (lines == null) {
            lines = new ByteArrayOutputStream();
        } else {
            lines.write('\n');
        }
        if (lines.size() + (to - from) > most) {
            throw new UnreadableStreamException(UpstreamFailures.overlong());
        }
        lines.write(bytes, from, to - from);
    }

    /** Gives all of it and is empty again. */
    byte[] drain() {
        byte[] all = lines.toByteArray();
        memory.giveBack(all.length + 1L);
        lines = null;
        return all;
    }
}
