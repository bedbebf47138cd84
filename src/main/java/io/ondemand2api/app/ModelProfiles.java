package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.config.YamlEntry;
import io.ondemand2api.config.YamlFile;
import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.ConversationOverrides;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.models.ModelProfile;
import io.ondemand2api.upstream.Monitored;
import io.ondemand2api.upstream.protocol.Extensions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's profiles of models, from a YAML file.
 *
 * @param file null when there is none
 * @param atStart what it held when it was read with the settings
 */
record ModelProfiles(Path file, List<ModelProfile> atStart) {

    private static final Logger LOG = LoggerFactory.getLogger(ModelProfiles.class);
    /** OnDemand's own limit for a session. */
    private static final int MAX_EXTENSIONS = 20;

    private static final int MAX_FALLBACKS = 20;
    private static final int MAX_NAME = 256;

    /** Reads the file that {@code models.profiles} names; what is wrong is a problem of the settings. */
    static ModelProfiles from(Settings settings) {
        String name = settings.text("models.profiles");
        Path file = name.isEmpty() ? null : Path.of(name);
        return new ModelProfiles(file, file == null ? List.of() : read(file, settings::problem));
    }

    /** Uses the profiles, and those of the edited file when it is edited. */
    Monitored follow(EndpointRegistry endpoints) {
        endpoints.use(atStart);
        return new EditedFile(file, () -> {
            List<String> problems = new ArrayList<>();
            List<ModelProfile> profiles = read(file, problems::add);
            if (problems.isEmpty()) {
                endpoints.use(profiles);
                LOG.info("{} was read again: {} profiles of models", file, profiles.size());
            } else {
                problems.forEach(problem -> LOG.warn("The last good profiles stay in use. {}", problem));
            }
        });
    }

    private static List<ModelProfile> read(Path file, Consumer<String> problems) {
        List<ModelProfile> profiles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlEntry entry : YamlFile.list(file, problems)) {
            ModelProfile profile = profile(entry);
            if (profile.name() != null && profile.name().length() > MAX_NAME) {
                entry.problem("`name` must have no more than " + MAX_NAME + " characters.");
            }
            if (profile.name() != null && !names.add(profile.name())) {
                entry.problem("there is a profile " + profile.name() + " before this one: rename one of them.");
            }
            profiles.add(profile);
        }
        return profiles;
    }

    private static ModelProfile profile(YamlEntry entry) {
        ModelProfile profile = new ModelProfile(
                entry.required("name"),
                entry.required("endpoint"),
                overrides(entry),
                entry.texts("fallbackModels", MAX_FALLBACKS),
                new Extensions(
                        entry.texts("pluginIds", MAX_EXTENSIONS),
                        entry.texts("agentIds", MAX_EXTENSIONS),
                        entry.texts("skillIds", MAX_EXTENSIONS)),
                CallForm.of(entry.choice("callForm", CallForm.keys())));
        entry.mustBeKnown();
        return profile;
    }

    private static ConversationOverrides overrides(YamlEntry entry) {
        String effort = entry.choice("reasoningEffort", "low", "medium", "max");
        return new ConversationOverrides(
                null,
                entry.text("instructions"),
                "replace".equals(entry.choice("instructionsMode", "prepend", "replace")),
                new Sampling(
                        entry.decimal("temperature", 0, 2),
                        entry.decimal("topP", 0, 1),
                        entry.decimal("presencePenalty", -2, 2),
                        entry.decimal("frequencyPenalty", -2, 2)),
                entry.whole("maxTokens", 1, Integer.MAX_VALUE),
                effort == null ? null : ReasoningEffort.valueOf(effort.toUpperCase(Locale.ROOT)));
    }
}
