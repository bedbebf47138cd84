package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** Bodies to send and answers to read. */
final class Chat {

    private static final JsonMapper JSON = new JsonMapper();

    private Chat() {}

    static String whole(String text) {
        return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":" + quoted(text) + "}]}";
    }

    static String streamed(String text) {
        return "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":" + quoted(text)
                + "}]}";
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (Exception e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    /** The data of each event, in order. */
    static List<String> data(String stream) {
        List<String> data = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            for (String line : event.split("\n")) {
                if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                }
            }
        }
        return data;
    }

    /** All words of a stream. */
    static String content(String stream) {
        StringBuilder content = new StringBuilder();
        for (String data : data(stream)) {
            if (!data.equals("[DONE]")) {
                content.append(json(data).at("/choices/0/delta/content").asText(""));
            }
        }
        return content.toString();
    }
}
