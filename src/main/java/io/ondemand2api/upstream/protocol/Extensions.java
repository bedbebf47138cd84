package io.ondemand2api.upstream.protocol;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What OnDemand lets a model work with, by its ids there. A plug-in among the agents, or the other way round, is refused
 * with 400 upstream.
 *
 * @param pluginIds such as {@code plugin-1713924030}
 * @param agentIds such as {@code agent-1713924030}
 * @param skillIds the ids of skills
 */
public record Extensions(List<String> pluginIds, List<String> agentIds, List<String> skillIds) {

    /** A plain call of the model. */
    public static final Extensions NONE = new Extensions(List.of(), List.of(), List.of());

    public Extensions {
        pluginIds = List.copyOf(pluginIds);
        agentIds = List.copyOf(agentIds);
        skillIds = List.copyOf(skillIds);
    }

    /** True for a plain call of the model. */
    public boolean none() {
        return pluginIds.isEmpty() && agentIds.isEmpty() && skillIds.isEmpty();
    }

    /** These and further plug-ins, each once. */
    public Extensions withPlugins(List<String> more) {
        Set<String> all = new LinkedHashSet<>(pluginIds);
        all.addAll(more);
        return new Extensions(List.copyOf(all), agentIds, skillIds);
    }
}
