package io.ondemand2api.messages;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import java.util.List;

/** Writes models as Anthropic's clients list them. */
public final class ModelInfo {

    /** The registry does not say when a model came to be; one fixed day keeps the list the same from call to call. */
    private static final String CREATED = "2025-01-01T00:00:00Z";

    private ModelInfo() {}

    /** All models on one page, in the order given. */
    public static byte[] list(List<String> names) {
        ByteSink out = new ByteSink(1024).append("{\"data\":[");
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            append(names.get(i), out);
        }
        out.append("],\"has_more\":false,\"first_id\":");
        JsonText.appendQuoted(names.isEmpty() ? null : names.get(0), out);
        out.append(",\"last_id\":");
        JsonText.appendQuoted(names.isEmpty() ? null : names.get(names.size() - 1), out);
        return out.append("}").drain();
    }

    /** One model by itself. */
    public static byte[] one(String name) {
        ByteSink out = new ByteSink(256);
        append(name, out);
        return out.drain();
    }

    private static void append(String name, ByteSink out) {
        out.append("{\"type\":\"model\",\"id\":");
        JsonText.appendQuoted(name, out);
        out.append(",\"display_name\":");
        JsonText.appendQuoted(name, out);
        out.append(",\"created_at\":\"" + CREATED + "\",\"lifecycle\":\"active\"}");
    }
}
