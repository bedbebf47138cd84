package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import java.util.Collection;

/** Writes the answers of {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
public final class ModelList {

    private ModelList() {}

    /**
     * A model as the list shows it.
     *
     * @param id the name to ask for
     * @param created when it came to be, in seconds since 1970
     * @param ownedBy who runs it
     */
    public record Model(String id, long created, String ownedBy) {}

    /** The list of all models, in the order given. */
    public static byte[] list(Collection<Model> models) {
        ByteSink out = new ByteSink(1024).append("{\"object\":\"list\",\"data\":[");
        boolean first = true;
        for (Model model : models) {
            if (!first) {
                out.append((byte) ',');
            }
            first = false;
            append(model, out);
        }
        return out.append("]}").drain();
    }

    /** One model by itself. */
    public static byte[] one(Model model) {
        ByteSink out = new ByteSink(256);
        append(model, out);
        return out.drain();
    }

    private static void append(Model model, ByteSink out) {
        out.append("{\"id\":");
        JsonText.appendQuoted(model.id(), out);
        out.append(",\"object\":\"model\",\"created\":" + model.created() + ",\"owned_by\":");
        JsonText.appendQuoted(model.ownedBy(), out);
        out.append((byte) '}');
    }
}
