package io.ondemand2api.media;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.sessions.OnDemandSession;
import java.util.Locale;

/**
 * The body of {@code POST /media/v1/public/file/raw}: a file for a session, to be read into text at once.
 *
 * @param contentType with the boundary
 * @param body the form
 */
public record MediaUpload(String contentType, byte[] body) {

    private static final String OURSELVES = "ondemand2api";
    private static final int MAX_NAME = 200;

    /**
     * Which of the upstream's plugins read files. One must be named, or nothing is read.
     *
     * @param image for pictures
     * @param document for documents
     */
    public record Plugins(String image, String document) {}

    /** The upload of this file to this session. */
    public static MediaUpload of(OnDemandSession session, String name, Attachment.Content file, Plugins plugins) {
        String fileName = fileName(name, file.kind().extension());
        MultipartForm form = new MultipartForm(file.bytes().length)
                .file("file", fileName, file.kind().mediaType(), file.bytes())
                .field("name", fileName)
                .field("sizeBytes", Integer.toString(file.bytes().length))
                .field("responseMode", "sync")
                .field("sessionId", session.id())
                .field("createdBy", OURSELVES)
                .field("updatedBy", OURSELVES)
                .field("plugins", file.kind().image() ? plugins.image() : plugins.document());
        return new MediaUpload(form.contentType(), form.bytes());
    }

    /** The upstream goes by the extension, so it has to be the right one. */
    private static String fileName(String name, String extension) {
        String plain = name.replaceAll("[\\p{Cc}\\p{Cs}/\\\\\"]", "_").strip();
        String end = "." + extension;
        boolean right = plain.toLowerCase(Locale.ROOT).endsWith(end)
                || extension.equals("jpg") && plain.toLowerCase(Locale.ROOT).endsWith(".jpeg");
        String stem = plain.length() > MAX_NAME ? plain.substring(0, MAX_NAME) : plain;
        return right && stem.length() == plain.length() ? plain : stem + end;
    }
}
