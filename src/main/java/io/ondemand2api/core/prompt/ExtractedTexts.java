package io.ondemand2api.core.prompt;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was read from the files of a conversation, which is all that a model can be told of them. Immutable. */
public final class ExtractedTexts {

    /** Nothing was read yet. */
    public static final ExtractedTexts NONE = new ExtractedTexts(Map.of());

    private final Map<String, String> texts;

    private ExtractedTexts(Map<String, String> texts) {
        this.texts = texts;
    }

    /** These and what was read from this file. */
    public ExtractedTexts with(Attachment file, String text) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(file.identity(), text);
        return new ExtractedTexts(more);
    }

    /** The first file of these turns that was not read yet, or null when there is none. */
    public Attachment missing(List<Turn> turns) {
        for (Turn turn : turns) {
            for (Attachment file : turn.attachments()) {
                if (!texts.containsKey(file.identity())) {
                    return file;
                }
            }
        }
        return null;
    }

    /** These turns in words alone: where a file stands, what was read from it. */
    public List<Turn> in(List<Turn> turns) {
        if (turns.stream().allMatch(turn -> turn.attachments().isEmpty())) {
            return turns;
        }
        List<Turn> words = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            words.add(turn.attachments().isEmpty() ? turn : turn.withText(text(turn)));
        }
        return words;
    }

    private String text(Turn turn) {
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Attachment file : turn.attachments()) {
            say(turn.text().substring(done, file.at()), text);
            done = file.at();
            endLine(text);
            text.append(FileText.of(file.name(), null, read(file)));
        }
        say(turn.text().substring(done), text);
        return text.toString();
    }

    private static void say(String words, StringBuilder text) {
        if (!words.isEmpty() && words.charAt(0) != '\n') {
            endLine(text);
        }
        text.append(words);
    }

    private String read(Attachment file) {
        String read = texts.get(file.identity());
        if (read == null) {
            return "(shown earlier)";
        }
        return read.isBlank() ? "(This file was read, but no text was found in it.)" : read;
    }

    private static void endLine(StringBuilder text) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
