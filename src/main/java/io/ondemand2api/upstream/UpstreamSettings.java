package io.ondemand2api.upstream;

import io.ondemand2api.config.Settings;
import io.ondemand2api.upstream.protocol.StreamLimits;

/** What {@code application.properties} says of how much the upstream may answer. */
public final class UpstreamSettings {

    private static final int MAX_BYTES = 1024 * 1024 * 1024;

    private UpstreamSettings() {}

    /** What one answer may bring. */
    public static ResponseLimits responseLimits(Settings settings) {
        return new ResponseLimits(
                new StreamLimits(
                        settings.number("ondemand.maxAnswerBytes", 1024, MAX_BYTES),
                        settings.number("ondemand.maxThinkingBytes", 1024, MAX_BYTES),
                        settings.number("ondemand.maxEvents", 100, Integer.MAX_VALUE),
                        settings.number("ondemand.maxEventBytes", 1024, MAX_BYTES),
                        settings.number("ondemand.maxOtherBytes", 1024, Integer.MAX_VALUE),
                        settings.number("ondemand.maxBatchBytes", 256, 16 * 1024 * 1024),
                        settings.list("ondemand.creditNotices")),
                settings.number("ondemand.maxErrorBytes", 1024, 16 * 1024 * 1024),
                settings.number("ondemand.maxResponseBytes", 1024, MAX_BYTES));
    }

    /** An eighth of the heap where the operator leaves it to the gateway. */
    public static long answerBytesInFlight(Settings settings) {
        long eighth = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8);
        return settings.numberOrAuto("ondemand.maxAnswerBytesInFlight", 1024, Integer.MAX_VALUE, (int) eighth);
    }
}
