package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.RequestObject;
import java.util.ArrayList;
import java.util.List;

/** What a user's message says: its text, that of its text files where they stand, and where its other files stand. */
final class UserContent {

    private final StringBuilder text = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();
    private boolean empty = true;

    /** Reads a user's message, which must have content. */
    static Turn turn(RequestObject message, String name, int index, FileParts files) throws InvalidRequestException {
        JsonNode parts = message.value("content");
        if (parts == null || !parts.isArray() || parts.isEmpty()) {
            return new Turn(Turn.Role.USER, name, MessageContent.required(message, index), List.of(), null);
        }
        UserContent content = new UserContent();
        for (int i = 0; i < parts.size(); i++) {
            RequestObject part = RequestObject.of(parts.get(i), message.path("content[" + i + "]"));
            String dottedPath = "messages.[" + index + "].content.[" + i + "].type";
            switch (part.requiredText("type")) {
                case "image_url" -> files.readImage(part, dottedPath, content);
                case "file" -> files.readFile(part, dottedPath, content);
                default -> content.say(MessageContent.partText(part, dottedPath, false));
            }
        }
        return new Turn(Turn.Role.USER, name, content.text.toString(), List.of(), null, content.attachments);
    }

    /** Adds a text, on a line of its own. */
    void say(String more) {
        text.append(empty ? "" : "\n").append(more);
        empty = false;
    }

    /** Where the next file stands. */
    int length() {
        return text.length();
    }

    void attach(Attachment file) {
        attachments.add(file);
    }
}
