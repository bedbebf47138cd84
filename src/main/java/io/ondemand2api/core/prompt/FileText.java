package io.ondemand2api.core.prompt;

import io.ondemand2api.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A file's text as the model is shown it: between two tags, of which the first names the file. */
public final class FileText {

    private static final String TAG = "file";
    private static final int MAX_NAME = 200;

    private FileText() {}

    /**
     * @param name the file's name
     * @param mediaType such as {@code text/markdown}, or null
     * @param text its content; no content can close the tag
     */
    public static String of(String name, String mediaType, String text) {
        String tag = tag(text);
        StringBuilder block = new StringBuilder(text.length() + 128)
                .append('<')
                .append(tag)
                .append(" name=\"")
                .append(attribute(name))
                .append('"');
        if (mediaType != null) {
            block.append(" type=\"").append(attribute(mediaType)).append('"');
        }
        block.append(">\n").append(text);
        if (!text.endsWith("\n")) {
            block.append('\n');
        }
        return block.append("</").append(tag).append('>').toString();
    }

    /** A text that would close the usual tag gets one that it cannot know. */
    private static String tag(String text) {
        int at = text.indexOf("</");
        while (at >= 0) {
            if (text.regionMatches(true, at + 2, TAG, 0, TAG.length())) {
                byte[] digest = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
                return TAG + "-" + HexFormat.of().formatHex(digest, 0, 8);
            }
            at = text.indexOf("</", at + 2);
        }
        return TAG;
    }

    private static String attribute(String value) {
        String shown = value.length() > MAX_NAME ? value.substring(0, MAX_NAME) : value;
        return shown.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\"<>]", "_");
    }
}
