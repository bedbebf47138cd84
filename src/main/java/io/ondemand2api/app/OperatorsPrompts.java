package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.config.YamlEntry;
import io.ondemand2api.config.YamlFile;
import io.ondemand2api.core.prompt.PromptText;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The texts for models that the operator writes in place of those of the jar. */
final class OperatorsPrompts {

    private OperatorsPrompts() {}

    /** Reads the file that {@code gateway.prompts} names; what is wrong is a problem of the settings. */
    static Map<String, String> from(Settings settings) {
        Map<String, String> texts = new TreeMap<>();
        String name = settings.text("gateway.prompts");
        if (name.isEmpty()) {
            return texts;
        }
        for (YamlEntry entry : YamlFile.entry(Path.of(name), settings::problem)) {
            for (PromptText known : PromptText.values()) {
                String text = entry.textWith(known.key(), known.needed());
                if (text != null) {
                    texts.put(known.key(), text);
                }
            }
            entry.mustBeKnown();
        }
        return texts;
    }
}
