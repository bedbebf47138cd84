package io.ondemand2api.responses;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.StrangersJson;
import io.ondemand2api.core.answer.Citation;
import io.ondemand2api.openai.UrlCitations;
import java.io.IOException;
import java.util.List;

/** Writes the items of a response's output. */
final class ItemJson {

    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";
    static final String IN_PROGRESS = "in_progress";

    private static final JsonFactory JSON = StrangersJson.strings().build();

    private ItemJson() {}

    /** Appends the item; one in progress has no words yet. */
    static void append(OutputItem item, String status, ByteSink out) {
        out.append("{\"id\":");
        JsonText.appendQuoted(item.id(), out);
        switch (item.kind()) {
            case MESSAGE -> {
                out.append(",\"type\":\"message\",\"status\":\"" + status + "\",\"role\":\"assistant\",\"content\":[");
                if (!status.equals(IN_PROGRESS)) {
                    appendPart(item, out);
                }
                out.append("]}");
            }
            case REASONING -> {
                out.append(",\"type\":\"reasoning\",\"summary\":[");
                if (!status.equals(IN_PROGRESS)) {
                    appendPart(item, out);
                }
                out.append("]}");
            }
            case CALL -> appendCall(item, status, out);
        }
    }

    /** Appends the one part of a message or of thinking. */
    static void appendPart(OutputItem item, ByteSink out) {
        if (item.kind() == OutputItem.Kind.MESSAGE) {
            appendTextPart(item.text(), item.citations(), out);
        } else {
            appendSummaryPart(item.text(), out);
        }
    }

    private static void appendTextPart(String text, List<Citation> citations, ByteSink out) {
        out.append("{\"type\":\"output_text\",\"annotations\":[");
        for (int i = 0; i < citations.size(); i++) {
            out.append(i == 0 ? "" : ",");
            UrlCitations.appendAnnotation(citations.get(i), out);
        }
        out.append("],\"logprobs\":[],\"text\":");
        JsonText.appendQuoted(text, out);
        out.append("}");
    }

    private static void appendSummaryPart(String text, ByteSink out) {
        out.append("{\"type\":\"summary_text\",\"text\":");
        JsonText.appendQuoted(text, out);
        out.append("}");
    }

    private static void appendCall(OutputItem item, String status, ByteSink out) {
        boolean custom = item.tool().custom();
        out.append(
                custom
                        ? ",\"type\":\"custom_tool_call\",\"call_id\":"
                        : ",\"type\":\"function_call\",\"status\":\"" + status + "\",\"call_id\":");
        JsonText.appendQuoted(item.callId(), out);
        out.append(",\"name\":");
        JsonText.appendQuoted(item.tool().name(), out);
        if (item.tool().namespace() != null) {
            out.append(",\"namespace\":");
            JsonText.appendQuoted(item.tool().namespace(), out);
        }
        out.append(custom ? ",\"input\":" : ",\"arguments\":");
        String whole = custom ? input(item.text()) : item.text();
        JsonText.appendQuoted(status.equals(IN_PROGRESS) ? "" : whole, out);
        out.append("}");
    }

    /** The text of a custom tool; arguments that are not of the form that was taught are the text themselves. */
    static String input(String arguments) {
        try (JsonParser json = JSON.createParser(arguments)) {
            String input = json.nextToken() == JsonToken.START_OBJECT ? input(json) : null;
            return input == null || json.nextToken() != null ? arguments : input;
        } catch (IOException noJson) {
            return arguments;
        }
    }

    /** Without a tree, which can take a hundred times the memory of its text. */
    private static String input(JsonParser json) throws IOException {
        String input = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("input")) {
                input = value == JsonToken.VALUE_STRING ? json.getText() : null;
            }
            json.skipChildren();
        }
        return input;
    }
}
