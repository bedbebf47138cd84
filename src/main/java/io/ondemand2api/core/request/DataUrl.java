package io.ondemand2api.core.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A data URL (RFC 2397), read as leniently as browsers do: any case; in base64 percent signs, line ends and no padding.
 */
public final class DataUrl {

    private static final String SCHEME = "data:";
    private static final int MAX_HEAD = 1024;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");

    private final String mediaType;
    private final String charset;
    private final boolean base64;
    private final String data;

    private DataUrl(String mediaType, String charset, boolean base64, String data) {
        this.mediaType = mediaType;
        this.charset = charset;
        this.base64 = base64;
        this.data = data;
    }

    /** The parts of a data URL; null when the text is none. */
    public static DataUrl parse(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        int comma = url.indexOf(',');
        if (comma < 0 || comma > MAX_HEAD) {
            return null;
        }
        String[] head =
                url.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT).split(";", -1);
        String mediaType = head[0].strip();
        if (!mediaType.isEmpty() && !MEDIA_TYPE.matcher(mediaType).matches()) {
            return null;
        }
        String charset = null;
        boolean base64 = false;
        for (int i = 1; i < head.length; i++) {
            String parameter = head[i].strip();
            if (parameter.equals("base64")) {
                base64 = true;
            } else if (parameter.startsWith("charset=")) {
                charset = parameter.substring("charset=".length()).replace("\"", "");
            }
        }
        return new DataUrl(mediaType, charset, base64, url.substring(comma + 1));
    }

    /** In lower case, such as {@code image/png}; empty when none is named. */
    public String mediaType() {
        return mediaType;
    }

    /** The character set that is named, or null. */
    public String charset() {
        return charset;
    }

    /** The data, decoded; null when it cannot be. */
    public byte[] decode() {
        if (!base64) {
            return percentDecoded(data);
        }
        String text = data;
        if (text.indexOf('%') >= 0) {
            byte[] bytes = percentDecoded(text);
            if (bytes == null) {
                return null;
            }
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (text.chars().anyMatch(DataUrl::blank)) {
            text = text.replaceAll("[ \t\r\n\f]", "");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
    }

    private static byte[] percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toByteArray();
    }
}
