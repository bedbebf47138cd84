package io.ondemand2api.scripted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form as {@code multipart/form-data} brings it, strictly read: any slip gives a form without parts. */
final class Multipart {

    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data;\\s*boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("[; ]filename=\"([^\"]*)\"");

    /**
     * One field.
     *
     * @param name the field's name
     * @param fileName empty when it is no file
     * @param mediaType empty when none is named
     * @param content as it came
     */
    record Part(String name, String fileName, String mediaType, byte[] content) {}

    private final List<Part> parts = new ArrayList<>();

    static Multipart read(String contentType, byte[] body) {
        Multipart form = new Multipart();
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
        // every byte is one character, so that places in the text are places in the bytes
        if (matcher.matches() && !form.read(new String(body, StandardCharsets.ISO_8859_1), "--" + matcher.group(1))) {
            form.parts.clear();
        }
        return form;
    }

    private boolean read(String body, String delimiter) {
        if (!body.startsWith(delimiter + "\r\n")) {
            return false;
        }
        int at = delimiter.length() + 2;
        while (true) {
            int headEnd = body.indexOf("\r\n\r\n", at);
            int end = headEnd < 0 ? -1 : body.indexOf("\r\n" + delimiter, headEnd + 2);
            if (end < 0) {
                return false;
            }
            if (!add(utf8(body.substring(at, headEnd)), body.substring(Math.min(headEnd + 4, end), end))) {
                return false;
            }
            at = end + 2 + delimiter.length();
            if (body.startsWith("--\r\n", at)) {
                return at + 4 == body.length();
            }
            if (!body.startsWith("\r\n", at)) {
                return false;
            }
            at += 2;
        }
    }

    private boolean add(String head, String content) {
        String disposition = header(head, "content-disposition");
        Matcher name = NAME.matcher(disposition);
        if (!disposition.startsWith("form-data") || !name.find()) {
            return false;
        }
        Matcher fileName = FILE_NAME.matcher(disposition);
        parts.add(new Part(
                name.group(1),
                fileName.find() ? fileName.group(1) : "",
                header(head, "content-type"),
                content.getBytes(StandardCharsets.ISO_8859_1)));
        return true;
    }

    private static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The first field of this name, or null. */
    Part first(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The first field of this name as text; empty when it is missing. */
    String text(String name) {
        Part part = first(name);
        return part == null ? "" : new String(part.content(), StandardCharsets.UTF_8);
    }

    /** All fields of this name as texts. */
    List<String> texts(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(part -> new String(part.content(), StandardCharsets.UTF_8))
                .toList();
    }
}
