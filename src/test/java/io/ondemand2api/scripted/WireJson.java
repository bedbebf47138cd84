package io.ondemand2api.scripted;

import java.util.HexFormat;

/**
 * The two ways in which the service writes a JSON string, for its streams come from two serialisers. They are written
 * out here because the exact bytes matter, and because either must also carry half of a surrogate pair.
 */
final class WireJson {

    private static final HexFormat HEX = HexFormat.of();

    private WireJson() {}

    /** As all but the fulfillment frames: raw UTF-8, with the three characters that matter to HTML escaped. */
    static String compact(String text) {
        StringBuilder out = open(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // & is seen as \u0026 live; < and > are inferred, from serialisers that do this to all three
            if (c == '&' || c == '<' || c == '>') {
                unicode(out, c);
            } else {
                ordinary(out, c);
            }
        }
        return out.append('"').toString();
    }

    /** As the fulfillment frames: ASCII only, everything else as one or two {@code \}{@code uXXXX}. */
    static String ascii(String text) {
        StringBuilder out = open(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~') {
                unicode(out, c);
            } else {
                ordinary(out, c);
            }
        }
        return out.append('"').toString();
    }

    private static StringBuilder open(String text) {
        return new StringBuilder(text.length() + 16).append('"');
    }

    private static void ordinary(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ') {
                    unicode(out, c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static void unicode(StringBuilder out, char c) {
        out.append("\\u").append(HEX.toHexDigits(c));
    }
}
