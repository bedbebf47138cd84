package io.ondemand2api.blackbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Files to send, and the parts of messages that hold them. */
final class FileRequests {

    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
    static final byte[] PDF = "%PDF-1.7 hello".getBytes(StandardCharsets.US_ASCII);
    static final byte[] DOCX = "PK\3\4 word/document.xml".getBytes(StandardCharsets.US_ASCII);

    private FileRequests() {}

    /** Another picture for each number. */
    static byte[] png(int number) {
        byte[] png = Arrays.copyOf(PNG, PNG.length + 4);
        png[PNG.length] = (byte) number;
        return png;
    }

    static String text(String text) {
        return "{\"type\":\"text\",\"text\":" + Chat.quoted(text) + "}";
    }

    static String image(byte[] bytes) {
        return image("data:image/png;base64," + base64(bytes));
    }

    static String image(String url) {
        return "{\"type\":\"image_url\",\"image_url\":{\"url\":" + Chat.quoted(url) + ",\"detail\":\"auto\"}}";
    }

    static String file(String name, String mediaType, byte[] bytes) {
        return "{\"type\":\"file\",\"file\":{\"filename\":" + Chat.quoted(name) + ",\"file_data\":\"data:" + mediaType
                + ";base64," + base64(bytes) + "\"}}";
    }

    /** A request with one message of these parts. */
    static String ask(String... parts) {
        return request(user(parts));
    }

    static String user(String... parts) {
        return "{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}";
    }

    static String assistant(String text) {
        return "{\"role\":\"assistant\",\"content\":" + Chat.quoted(text) + "}";
    }

    static String request(String... messages) {
        return "{\"model\":\"gpt-4o\",\"messages\":[" + String.join(",", messages) + "]}";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
