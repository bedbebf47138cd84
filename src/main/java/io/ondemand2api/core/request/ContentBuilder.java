package io.ondemand2api.core.request;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.List;

/** What a message says: its text, that of its text files where they stand, and where its other files stand. */
public final class ContentBuilder {

    private final StringBuilder text = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();
    private boolean empty = true;

    /** Adds a text, on a line of its own. */
    public void say(String more) {
        text.append(empty ? "" : "\n").append(more);
        empty = false;
    }

    /** Where the next file stands. */
    public int length() {
        return text.length();
    }

    /** Adds a file where it stands. */
    public void attach(Attachment file) {
        attachments.add(file);
    }

    /** The text so far. */
    public String text() {
        return text.toString();
    }

    /** The files so far. */
    public List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /**
     * The turn of a user who said all this.
     *
     * @param name the speaker's name, or null
     */
    public Turn userTurn(String name) {
        return new Turn(Turn.Role.USER, name, text.toString(), List.of(), null, attachments);
    }
}
