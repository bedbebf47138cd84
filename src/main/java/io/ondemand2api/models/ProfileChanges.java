package io.ondemand2api.models;

import io.ondemand2api.core.ConversationOverrides;
import io.ondemand2api.core.Sampling;
import java.util.ArrayList;
import java.util.List;

/** What a profile changes, by the names that its fields have in the file of profiles. */
final class ProfileChanges {

    private final List<String> names = new ArrayList<>();

    private ProfileChanges() {}

    static List<String> of(ModelProfile profile) {
        ProfileChanges changes = new ProfileChanges();
        ConversationOverrides overrides = profile.overrides();
        changes.note("instructions", overrides.instructions() != null);
        Sampling sampling = overrides.sampling();
        if (sampling != null) {
            changes.note("temperature", sampling.temperature() != null);
            changes.note("topP", sampling.topP() != null);
            changes.note("presencePenalty", sampling.presencePenalty() != null);
            changes.note("frequencyPenalty", sampling.frequencyPenalty() != null);
        }
        changes.note("maxTokens", overrides.maxTokens() != null);
        changes.note("reasoningEffort", overrides.reasoningEffort() != null);
        changes.note("pluginIds", !profile.extensions().pluginIds().isEmpty());
        changes.note("agentIds", !profile.extensions().agentIds().isEmpty());
        changes.note("skillIds", !profile.extensions().skillIds().isEmpty());
        changes.note("callForm", profile.callForm() != null);
        return List.copyOf(changes.names);
    }

    private void note(String name, boolean changed) {
        if (changed) {
            names.add(name);
        }
    }
}
