package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.RequestObject;
import java.util.List;

/** Reads the content of a user's message, which may hold files. */
final class UserContent {

    private UserContent() {}

    /** Reads a user's message, which must have content. */
    static Turn turn(RequestObject message, String name, int index, FileParts files) throws InvalidRequestException {
        JsonNode parts = message.value("content");
        if (parts == null || !parts.isArray() || parts.isEmpty()) {
            return new Turn(Turn.Role.USER, name, MessageContent.required(message, index), List.of(), null);
        }
        ContentBuilder content = new ContentBuilder();
        for (int i = 0; i < parts.size(); i++) {
            RequestObject part = RequestObject.of(parts.get(i), message.path("content[" + i + "]"));
            String dottedPath = "messages.[" + index + "].content.[" + i + "].type";
            switch (part.requiredText("type")) {
                case "image_url" -> files.readImage(part, dottedPath, content);
                case "file" -> files.readFile(part, dottedPath, content);
                default -> content.say(MessageContent.partText(part, dottedPath, false));
            }
        }
        return content.userTurn(name);
    }
}
