package io.ondemand2api.observation;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyState;
import io.ondemand2api.keys.KeyStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How each key of the pool fares. The pool is asked now and then, not for every figure. */
public final class KeyMetrics {

    private final MeterRegistry registry;
    private final KeyPool pool;
    private final Map<String, List<Meter>> meters = new HashMap<>();
    private volatile Map<String, KeyStatus> states = Map.of();

    public KeyMetrics(MeterRegistry registry, KeyPool pool) {
        this.registry = registry;
        this.pool = pool;
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(pool.breakers()).bindTo(registry);
        refresh();
    }

    /** Asks the pool again; keys may have come and gone. */
    public synchronized void refresh() {
        Map<String, KeyStatus> fresh = new LinkedHashMap<>();
        pool.status().forEach(key -> fresh.put(key.label(), key));
        states = fresh;
        if (!meters.keySet().equals(fresh.keySet())) {
            fresh.keySet().forEach(key -> meters.computeIfAbsent(key, this::register));
            meters.entrySet().removeIf(key -> !fresh.containsKey(key.getKey()) && drop(key.getValue()));
        }
    }

    private boolean drop(List<Meter> gone) {
        gone.forEach(registry::remove);
        return true;
    }

    private List<Meter> register(String key) {
        Tags tags = Tags.of("key", key);
        List<Meter> made = new ArrayList<>();
        for (KeyState state : KeyState.values()) {
            made.add(Gauge.builder(
                            "ondemand2api.key.state", () -> value(key, status -> status.state() == state ? 1 : 0))
                    .description("1 for the state that the key is in")
                    .tags(tags.and("state", state.label()))
                    .register(registry));
        }
        made.add(Gauge.builder("ondemand2api.key.cooldown", () -> value(key, KeyMetrics::cooldown))
                .description("How long until the key may be used again")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        made.add(Gauge.builder("ondemand2api.key.in.flight", () -> value(key, KeyStatus::inFlight))
                .description("Requests that the key serves now")
                .tags(tags)
                .register(registry));
        made.add(FunctionCounter.builder("ondemand2api.key.served", this, all -> all.value(key, KeyStatus::served))
                .description("Answers that the key gave")
                .tags(tags)
                .register(registry));
        made.add(FunctionCounter.builder("ondemand2api.key.failed", this, all -> all.value(key, KeyStatus::failed))
                .description("Failures that the key met, throttling and refusals included")
                .tags(tags)
                .register(registry));
        return made;
    }

    private static double cooldown(KeyStatus key) {
        return key.remaining().toMillis() / 1000.0;
    }

    private double value(String key, ToDoubleFunction<KeyStatus> figure) {
        KeyStatus status = states.get(key);
        return status == null ? 0 : figure.applyAsDouble(status);
    }
}
