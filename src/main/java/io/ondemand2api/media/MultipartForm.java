package io.ondemand2api.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A body of {@code multipart/form-data} (RFC 7578), written field by field. */
final class MultipartForm {

    private static final int ROOM_FOR_HEADERS = 2048;

    private final String boundary = "form-" + UUID.randomUUID();
    private final ByteArrayOutputStream body;

    /** @param size about how many bytes the fields have */
    MultipartForm(int size) {
        body = new ByteArrayOutputStream(size + ROOM_FOR_HEADERS);
    }

    MultipartForm field(String name, String value) {
        begin(name, "");
        text(value);
        text("\r\n");
        return this;
    }

    MultipartForm file(String name, String fileName, String mediaType, byte[] content) {
        begin(name, "; filename=\"" + escaped(fileName) + "\"\r\nContent-Type: " + mediaType);
        body.write(content, 0, content.length);
        text("\r\n");
        return this;
    }

    private void begin(String name, String more) {
        text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n");
    }

    /** As browsers do it, so that no name can open a field of its own. */
    private static String escaped(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.write(bytes, 0, bytes.length);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The whole body; no field may be added after it. */
    byte[] bytes() {
        text("--" + boundary + "--\r\n");
        return body.toByteArray();
    }
}
