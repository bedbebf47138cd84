package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** CPU time of the thread that runs a test: other work on the machine does not count. */
public final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Fails when the work takes more CPU time than that; tells a quadratic cost from a linear one. */
    public static void assertAtMost(Duration bound, String of, Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start))
                .as("CPU time of %s", of)
                .isLessThan(bound);
    }
}
