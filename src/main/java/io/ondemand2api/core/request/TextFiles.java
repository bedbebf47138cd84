package io.ondemand2api.core.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Which files are text, and their text. */
public final class TextFiles {

    private static final Set<String> MEDIA_TYPES = Set.of(
            "application/csv",
            "application/ecmascript",
            "application/graphql",
            "application/javascript",
            "application/json",
            "application/json5",
            "application/jsonl",
            "application/ndjson",
            "application/sql",
            "application/toml",
            "application/typescript",
            "application/x-httpd-php",
            "application/x-javascript",
            "application/x-latex",
            "application/x-ndjson",
            "application/x-perl",
            "application/x-python",
            "application/x-ruby",
            "application/x-sh",
            "application/x-shellscript",
            "application/x-sql",
            "application/x-tex",
            "application/x-toml",
            "application/x-typescript",
            "application/x-yaml",
            "application/xml",
            "application/yaml");

    /** For files whose media type says nothing, or the wrong thing: .ts is video to many systems. */
    private static final Set<String> EXTENSIONS = Set.of(
            "adoc",
            "bash",
            "bat",
            "c",
            "cc",
            "cfg",
            "clj",
            "cmake",
            "conf",
            "cpp",
            "cs",
            "css",
            "csv",
            "cxx",
            "dart",
            "diff",
            "env",
            "erl",
            "ex",
            "exs",
            "fs",
            "go",
            "gradle",
            "graphql",
            "groovy",
            "h",
            "hpp",
            "hs",
            "htm",
            "html",
            "ini",
            "ipynb",
            "java",
            "jl",
            "js",
            "json",
            "json5",
            "jsonl",
            "jsx",
            "kt",
            "kts",
            "less",
            "log",
            "lua",
            "m",
            "markdown",
            "md",
            "mjs",
            "mm",
            "ndjson",
            "patch",
            "php",
            "pl",
            "properties",
            "proto",
            "ps1",
            "py",
            "r",
            "rb",
            "rs",
            "rst",
            "sass",
            "scala",
            "scss",
            "sh",
            "sql",
            "svelte",
            "svg",
            "swift",
            "tex",
            "tf",
            "toml",
            "ts",
            "tsv",
            "tsx",
            "txt",
            "vb",
            "vue",
            "xml",
            "yaml",
            "yml",
            "zig",
            "zsh");

    private TextFiles() {}

    /** True for a media type that is text. */
    public static boolean isText(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.endsWith("+json")
                || mediaType.endsWith("+xml")
                || mediaType.endsWith("+yaml")
                || MEDIA_TYPES.contains(mediaType);
    }

    /** True for the name of a file that is text. */
    public static boolean isNameOfText(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * The text of a file.
     *
     * @param charset the name of its character set; null for UTF-8, or what a mark at its beginning says
     * @return null when the bytes are no text in it
     */
    public static String decode(byte[] bytes, String charset) {
        try {
            Charset set = charset == null ? marked(bytes) : Charset.forName(charset);
            String text = set.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                return null;
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException | IllegalArgumentException | UnsupportedOperationException notText) {
            return null;
        }
    }

    private static Charset marked(byte[] bytes) {
        boolean utf16 = bytes.length >= 2
                && (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff
                        || bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe);
        return utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
