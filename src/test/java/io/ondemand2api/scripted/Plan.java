package io.ondemand2api.scripted;

import java.util.List;

/**
 * What is to be said in answer to one query.
 *
 * @param deltas the answer in pieces
 * @param thinking the reasoning
 */
record Plan(List<String> deltas, Thinking thinking) {

    static Plan of(ReceivedQuery query, int turn, Script script) {
        return new Plan(deltas(query, turn, script), thinking(query, script));
    }

    private static List<String> deltas(ReceivedQuery query, int turn, Script script) {
        // a probe of the real service with maxTokens got 200 and an empty answer [L]
        if (query.modelConfigs().hasNonNull("maxTokens")) {
            return List.of();
        }
        return script.deltas() == null ? DefaultAnswer.words(DefaultAnswer.to(query, turn)) : script.deltas();
    }

    private static Thinking thinking(ReceivedQuery query, Script script) {
        if (script.thinking() != null) {
            return script.thinking();
        }
        return query.reasoningEffort() == null ? Thinking.NONE : Thinking.USUAL;
    }

    String wholeAnswer() {
        return String.join("", deltas);
    }
}
