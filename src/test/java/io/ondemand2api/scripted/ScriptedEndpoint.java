package io.ondemand2api.scripted;

import java.util.List;

/**
 * One model of the registry.
 *
 * @param id such as predefined-gpt-5.6-luna
 * @param reasoningEfforts what it accepts as an effort; empty for none
 * @param active false for one that the service lists but no longer serves
 */
record ScriptedEndpoint(String id, List<String> reasoningEfforts, boolean active) {

    /** Its name in the registry: the id without the word that says who made it. */
    String name() {
        return id.replaceFirst("^predefined-", "");
    }

    ScriptedEndpoint active(boolean now) {
        return new ScriptedEndpoint(id, reasoningEfforts, now);
    }
}
