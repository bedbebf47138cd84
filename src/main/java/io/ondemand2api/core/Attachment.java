package io.ondemand2api.core;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A file that a caller attached to a turn and that is no text, so that the upstream has to read it first.
 *
 * @param at where in the turn's text it stands
 * @param name what the caller or the gateway calls it
 * @param identity the same for the same file and for no other, so that it tells conversations apart
 * @param param the path of the caller's field that holds it, for problems
 * @param source where its bytes come from
 */
public record Attachment(int at, String name, String identity, String param, Source source) {

    /** Where a file's bytes come from. */
    public sealed interface Source {}

    /**
     * The caller sent them.
     *
     * @param kind what they are
     * @param bytes never changed
     */
    public record Content(FileKind kind, byte[] bytes) implements Source {}

    /**
     * They have to be downloaded. The address alone identifies the file.
     *
     * @param url http or https, with a host
     */
    public record Remote(URI url) implements Source {}

    /** A file that the caller sent. */
    public static Attachment of(int at, String name, String param, Content content) {
        return new Attachment(at, name, "content:" + digest(content.bytes()), param, content);
    }

    /** A file that the caller named. */
    public static Attachment of(int at, String name, String param, Remote remote) {
        byte[] address = remote.url().toString().getBytes(StandardCharsets.UTF_8);
        return new Attachment(at, name, "url:" + digest(address), param, remote);
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(bytes));
    }
}
