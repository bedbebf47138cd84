package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Toolset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a reader made of an answer.
 *
 * @param text what was passed on
 * @param calls each as {@code name(arguments)}
 * @param problem true when a call could not be read
 * @param doubt true when a call may not say what was meant
 */
record ReadAnswer(String text, List<String> calls, boolean problem, boolean doubt) {

    static ReadAnswer of(Toolset tools, String... deltas) {
        return of(tools, List.of(deltas));
    }

    static ReadAnswer of(Toolset tools, List<String> deltas) {
        ToolCallReader reader = new ToolCallReader(tools);
        StringBuilder passed = new StringBuilder();
        deltas.forEach(delta -> passed.append(reader.pass(delta)));
        passed.append(reader.rest());
        List<String> calls = reader.calls().stream().map(ReadAnswer::told).collect(Collectors.toList());
        return new ReadAnswer(passed.toString(), calls, reader.problem() != null, reader.doubt() != null);
    }

    private static String told(ToolCall call) {
        return call.name() + "(" + call.arguments() + ")";
    }

    /** Whole, in two pieces at every place, character by character, and in some random pieces. */
    static List<ReadAnswer> howeverCut(Toolset tools, String text) {
        List<ReadAnswer> all = new ArrayList<>();
        all.add(of(tools, text));
        for (int cut = 1; cut < text.length(); cut++) {
            all.add(of(tools, text.substring(0, cut), text.substring(cut)));
        }
        all.add(of(tools, text.chars().mapToObj(c -> String.valueOf((char) c)).toList()));
        Random random = new Random(text.hashCode());
        for (int round = 0; round < 10; round++) {
            all.add(of(tools, pieces(text, random)));
        }
        return all;
    }

    static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(12);
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
