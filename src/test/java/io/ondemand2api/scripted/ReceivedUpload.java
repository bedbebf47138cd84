package io.ondemand2api.scripted;

import java.util.List;

/**
 * An upload of a file as the simulator got it, valid or not.
 *
 * @param call the HTTP side of it
 * @param sessionId the session it is for; empty when missing
 * @param name the field of this name; empty when missing
 * @param fileName the file's own name in the form; empty when missing
 * @param mediaType the file's media type in the form; empty when missing
 * @param sizeBytes the field of this name; empty when missing
 * @param responseMode sync or webhook; empty when missing
 * @param plugins those that are to read it
 * @param content the file; null when missing
 */
public record ReceivedUpload(
        ReceivedCall call,
        String sessionId,
        String name,
        String fileName,
        String mediaType,
        String sizeBytes,
        String responseMode,
        List<String> plugins,
        byte[] content) {

    static ReceivedUpload of(ReceivedCall call, Multipart form) {
        Multipart.Part file = form.first("file");
        return new ReceivedUpload(
                call,
                form.text("sessionId"),
                form.text("name"),
                file == null ? "" : file.fileName(),
                file == null ? "" : file.mediaType(),
                form.text("sizeBytes"),
                form.text("responseMode"),
                form.texts("plugins"),
                file == null ? null : file.content());
    }

    /** The key it came with. */
    public String apikey() {
        return call.apikey();
    }

    /** Its number among all uploads, from 1. */
    public long ordinal() {
        return call.ordinal();
    }

    /** How many bytes the file has. */
    int size() {
        return content == null ? 0 : content.length;
    }

    /** Without the key and without the content, so that they are not logged by accident. */
    @Override
    public String toString() {
        return call.toString();
    }
}
