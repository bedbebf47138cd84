package io.ondemand2api.observation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The metrics of OpenTelemetry's conventions for generative AI, with the buckets that they name. */
public final class GenAiMetrics {

    static final String PROVIDER = "ondemand";

    private static final Duration[] DURATIONS =
            seconds(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final Duration[] FIRST_TOKEN =
            seconds(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10);
    private static final Duration[] EACH_TOKEN = seconds(.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5);
    private static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
    };

    private final MeterProvider<Timer> requests;
    private final MeterProvider<Timer> firstTokens;
    private final MeterProvider<Timer> eachToken;
    private final MeterProvider<Timer> operations;
    private final MeterProvider<DistributionSummary> tokens;
    private final ModelLabels models;

    public GenAiMetrics(MeterRegistry registry, ModelLabels models) {
        this.models = models;
        requests =
                timer(registry, "gen_ai.server.request.duration", "Requests, until their client was done", DURATIONS);
        firstTokens = timer(
                registry, "gen_ai.server.time_to_first_token", "From a request to the first words for it", FIRST_TOKEN);
        eachToken = timer(
                registry,
                "gen_ai.server.time_per_output_token",
                "For each token of an answer after its first",
                EACH_TOKEN);
        operations = timer(registry, "gen_ai.client.operation.duration", "Attempts to have OnDemand answer", DURATIONS);
        tokens = DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of an answer, estimated ones included")
                .serviceLevelObjectives(TOKENS)
                .withRegistry(registry);
    }

    private static MeterProvider<Timer> timer(
            MeterRegistry registry, String name, String description, Duration... buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .withRegistry(registry);
    }

    private static Duration[] seconds(double... limits) {
        return Arrays.stream(limits)
                .mapToObj(limit -> Duration.ofNanos(Math.round(limit * 1e9)))
                .toArray(Duration[]::new);
    }

    /** A request for an answer has ended, with one or without. */
    void ended(RequestRecord request) {
        Tags tags = tags(request.entry().operation(), request.model(), request.endpoint());
        Timings timings = request.timings();
        requests.withTags(tags.and("error.type", text(request.outcome().errorType())))
                .record(timings.total(), TimeUnit.NANOSECONDS);
        if (timings.firstWord() >= 0) {
            firstTokens.withTags(tags).record(timings.firstWord(), TimeUnit.NANOSECONDS);
        }
        if (request.usage() == null) {
            return;
        }
        tokens.withTags(tags.and("gen_ai.token.type", "input"))
                .record(request.usage().inputTokens());
        tokens.withTags(tags.and("gen_ai.token.type", "output"))
                .record(request.usage().outputTokens());
        long perToken = timings.perWord(request.usage().outputTokens());
        if (perToken >= 0) {
            eachToken.withTags(tags).record(perToken, TimeUnit.NANOSECONDS);
        }
    }

    /** An attempt to have the upstream answer has ended. */
    void attemptEnded(String operation, String model, String endpoint, String errorType, long nanos) {
        operations
                .withTags(tags(operation, model, endpoint).and("error.type", text(errorType)))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Tags tags(String operation, String model, String endpoint) {
        return Tags.of(
                "gen_ai.operation.name",
                operation,
                "gen_ai.provider.name",
                PROVIDER,
                "gen_ai.request.model",
                models.of(model),
                "gen_ai.response.model",
                models.of(endpoint));
    }

    /** All series of a metric have the same labels; an empty one is none to Prometheus. */
    private static String text(String value) {
        return value == null ? "" : value;
    }
}
