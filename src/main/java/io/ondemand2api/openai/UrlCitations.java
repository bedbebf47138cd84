package io.ondemand2api.openai;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.Citation;
import java.util.List;

/** Writes the sources of an answer as annotations: those of messages in Chat Completions, and those of Responses. */
public final class UrlCitations {

    private UrlCitations() {}

    /** The list {@code annotations} of a message of Chat Completions. */
    static void appendAnnotations(List<Citation> citations, ByteSink out) {
        out.append("\"annotations\":[");
        for (int i = 0; i < citations.size(); i++) {
            out.append(i == 0 ? "" : ",").append("{\"type\":\"url_citation\",\"url_citation\":{");
            appendFields(citations.get(i), out);
            out.append("}}");
        }
        out.append("]");
    }

    /** One annotation of an output text of Responses. */
    public static void appendAnnotation(Citation citation, ByteSink out) {
        out.append("{\"type\":\"url_citation\",");
        appendFields(citation, out);
        out.append("}");
    }

    private static void appendFields(Citation citation, ByteSink out) {
        out.append("\"start_index\":" + citation.start() + ",\"end_index\":" + citation.end() + ",\"url\":");
        JsonText.appendQuoted(citation.source().url(), out);
        out.append(",\"title\":");
        JsonText.appendQuoted(citation.source().title(), out);
    }
}
