package io.ondemand2api.observation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes what Camel and the JVM's binders name in their own ways fit the conventions of Prometheus, as promtool checks them. */
final class MeterNames implements MeterFilter {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    /** Its unit is an abbreviated one; {@code process.cpu.usage} tells the same. */
    private static final String CPU_TIME = "process.cpu.time";
    /** A name that ends like a part of a histogram, and the one instead. */
    private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpus");

    private MeterNames() {}

    static void install(MeterRegistry registry) {
        registry.config().meterFilter(new MeterNames());
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(CPU_TIME) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        List<Tag> tags = id.getTags().stream()
                .map(tag -> Tag.of(snakeCase(tag.getKey()), tag.getValue()))
                .toList();
        String name = RENAMED.getOrDefault(id.getName(), id.getName());
        String description = id.getDescription() == null ? id.getName().replace('.', ' ') : id.getDescription();
        return new Meter.Id(name, Tags.of(tags), id.getBaseUnit(), description, id.getType());
    }

    private static String snakeCase(String key) {
        return HUMP.matcher(key).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
