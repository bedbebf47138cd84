package io.ondemand2api.core.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.StrangersJson;
import io.ondemand2api.core.ToolCall;
import java.io.IOException;
import java.util.List;

/** A call of an earlier turn as a model is shown it: in its own form, since models imitate what they see. */
final class PastCall {

    private static final int LONG = 64 * 1024;

    private static final JsonFactory JSON = StrangersJson.strings().build();

    private PastCall() {}

    /** Writes a call; one whose arguments its form cannot hold as they are is written in JSON. */
    static void append(ToolCall call, CallForm form, StringBuilder text, List<String> pieces) {
        String elements = form == CallForm.HERMES ? null : ElementCall.of(call, form);
        if (elements == null) {
            json(call, text, pieces);
        } else {
            text.append(elements);
        }
    }

    private static void json(ToolCall call, StringBuilder text, List<String> pieces) {
        text.append("<tool_call>{\"id\":");
        quote(call.id(), text, pieces);
        text.append(",\"name\":");
        quote(call.name(), text, pieces);
        text.append(",\"arguments\":");
        if (call.arguments().chars().allMatch(PastCall::isJsonBlank)) {
            text.append("{}");
        } else if (isJson(call.arguments())) {
            text.append(call.arguments().strip());
        } else {
            quote(call.arguments(), text, pieces);
        }
        text.append("}</tool_call>");
    }

    private static boolean isJsonBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** Reads it token by token: a tree of it could take a hundred times its size. */
    private static boolean isJson(String arguments) {
        try (JsonParser parser = JSON.createParser(arguments)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Part by part, since the encoder takes several times the size of what it is given. */
    private static void quote(String quoted, StringBuilder text, List<String> pieces) {
        if (quoted == null) {
            text.append("null");
            return;
        }
        text.append('"');
        for (int from = 0, to; from < quoted.length(); from = to) {
            to = Math.min(quoted.length(), from + LONG);
            if (to < quoted.length() && Character.isHighSurrogate(quoted.charAt(to - 1))) {
                to--;
            }
            String part = quoted.substring(from, to);
            text.append(JsonStringEncoder.getInstance().quoteAsString(part));
            if (text.length() > LONG) {
                pieces.add(text.toString());
                text.setLength(0);
            }
        }
        text.append('"');
    }
}
