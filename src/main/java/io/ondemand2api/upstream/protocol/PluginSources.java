package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ondemand2api.core.answer.Source;
import io.ondemand2api.core.answer.SourceList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the event in which plug-ins name their sources. OnDemand does not document its form: so each object in it, at any
 * depth, that has an address of http or https is taken for a source.
 */
final class PluginSources {

    /** What this event is called. */
    static final String TYPE = "plugin_sources";

    private static final int MAX_URL = 2048;
    private static final int MAX_TITLE = 512;

    /** What is known of the object that is read. */
    private static final class Found {
        private String url;
        private String title;
    }

    private PluginSources() {}

    /** @return the sources in the order of their objects' ends; perhaps none, but no more than {@link SourceList#MOST} */
    static List<Source> read(JsonParser json) throws IOException {
        List<Source> sources = new ArrayList<>();
        Deque<Found> open = new ArrayDeque<>();
        while (true) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return sources;
            } else if (token == JsonToken.START_OBJECT) {
                open.push(new Found());
            } else if (token == JsonToken.END_OBJECT) {
                Found found = open.pop();
                if (found.url != null && sources.size() < SourceList.MOST) {
                    sources.add(new Source(found.url, found.title == null ? found.url : found.title));
                }
            } else if (token == JsonToken.VALUE_STRING && json.currentName() != null) {
                note(json.currentName(), json.getText(), open.peek());
            }
        }
    }

    private static void note(String name, String text, Found found) {
        switch (name) {
            case "url", "link", "uri", "source", "sourceUrl" -> {
                if (found.url == null && isAddress(text)) {
                    found.url = text;
                }
            }
            case "title", "name" -> {
                if (found.title == null && !text.isBlank() && text.length() <= MAX_TITLE) {
                    found.title = text;
                }
            }
            default -> {
                // nothing that a client could be shown
            }
        }
    }

    private static boolean isAddress(String text) {
        boolean web = text.startsWith("https://") || text.startsWith("http://");
        return web && text.length() <= MAX_URL && text.chars().noneMatch(c -> c <= ' ');
    }
}
