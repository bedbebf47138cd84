package io.ondemand2api.blackbox;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that writes one file a step, each call in another dialect and every second one behind words, and then says that it
 * is done.
 */
final class FileWritingModel {

    static final String DONE = "All the files are written.";

    /** What each file is to hold: what quotes, escapes, marks and character sets could damage. */
    static final String CONTENT = """
            # "quoted", 'single' and `back`: é ü ☃ 😀 ｜▁
            root = C:\\new\\table\\users\\x64
            unc = "\\\\server\\share\\file.txt"
            \tif (a < b && c > d) { return "\\d+\\.\\w*\\n" }

            <p class="x">&amp; %s {"a": [1, 2.50, null]}</p>
            """;

    private static final int[] PIECES = {1, 7, 3, 40, 2};

    private final Duration time;
    private final Duration tail;
    private final Map<Path, CallNotation> files = new LinkedHashMap<>();
    private final List<Long> arrivals = new ArrayList<>();

    /**
     * @param folder where the files go, one for each dialect
     * @param time how long the model takes to its first word
     * @param tail how long the upstream's stream goes on behind the answer
     */
    FileWritingModel(Path folder, Duration time, Duration tail) {
        this.time = time;
        this.tail = tail;
        for (CallNotation notation : CallNotation.values()) {
            files.put(folder.resolve(notation + ".txt"), notation);
        }
    }

    Map<Path, CallNotation> files() {
        return files;
    }

    synchronized Behaviour answer(ReceivedQuery query) {
        arrivals.add(System.nanoTime());
        return Behaviour.atOnce()
                .firstDeltaAfter(time)
                .saying(pieces(words(query, arrivals.size() - 1)))
                .doneAfter(tail);
    }

    private String words(ReceivedQuery query, int step) {
        if (step >= files.size()) {
            return DONE;
        }
        Path file = List.copyOf(files.keySet()).get(step);
        WriteFileTool tool = WriteFileTool.in(query.fulfillmentPrompt());
        return (step % 2 == 0 ? "" : "Now " + file.getFileName() + ".\n\n")
                + files.get(file).call(tool.name(), tool.arguments(file.toString(), CONTENT));
    }

    /** Cut between characters, so that marks and escapes lie across the cuts. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int characters = PIECES[pieces.size() % PIECES.length];
            int end = text.offsetByCodePoints(at, Math.min(characters, text.codePointCount(at, text.length())));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    synchronized int queries() {
        return arrivals.size();
    }

    /** What each step took from its query to the next one, beyond the model's own time. */
    synchronized List<Duration> steps() {
        List<Duration> steps = new ArrayList<>();
        for (int i = 1; i < arrivals.size(); i++) {
            steps.add(Duration.ofNanos(arrivals.get(i) - arrivals.get(i - 1)).minus(time));
        }
        return steps;
    }
}
