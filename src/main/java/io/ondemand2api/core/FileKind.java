package io.ondemand2api.core;

import java.nio.charset.StandardCharsets;

/** The kinds of files that can be read into text, told by their first bytes: what a caller says of them may be wrong. */
public enum FileKind {
    PNG("image/png", "png", true),
    JPEG("image/jpeg", "jpg", true),
    PDF("application/pdf", "pdf", false),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", false);

    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PDF_START = ascii("%PDF-");
    private static final byte[] ZIP_START = {'P', 'K', 3, 4};
    /** The folder in a Word document's archive that no other archive of Office has. */
    private static final byte[] WORD_FOLDER = ascii("word/");

    private final String mediaType;
    private final String extension;
    private final boolean image;

    FileKind(String mediaType, String extension, boolean image) {
        this.mediaType = mediaType;
        this.extension = extension;
        this.image = image;
    }

    /** The kind of this file, or null when it is none of these. */
    public static FileKind of(byte[] content) {
        if (startsWith(content, PNG_START)) {
            return PNG;
        }
        if (startsWith(content, JPEG_START)) {
            return JPEG;
        }
        if (startsWith(content, PDF_START)) {
            return PDF;
        }
        return startsWith(content, ZIP_START) && contains(content, WORD_FOLDER) ? DOCX : null;
    }

    /** Such as {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** Such as {@code png}. */
    public String extension() {
        return extension;
    }

    /** True for a picture, false for a document. */
    public boolean image() {
        return image;
    }

    private static boolean startsWith(byte[] content, byte[] start) {
        return matches(content, 0, start);
    }

    private static boolean contains(byte[] content, byte[] wanted) {
        for (int at = 0; at <= content.length - wanted.length; at++) {
            if (matches(content, at, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] content, int at, byte[] wanted) {
        if (content.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (content[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
