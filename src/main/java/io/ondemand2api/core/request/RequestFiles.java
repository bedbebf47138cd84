package io.ondemand2api.core.request;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.FileKind;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.prompt.FileText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Takes the images and documents of one request, counted and within its limits. Text is taken over as text; other files
 * are attached where the gateway takes them, and refused in the dialect's words where it does not.
 */
public final class RequestFiles {

    private static final int MAX_ADDRESS = 8192;

    private final FileLimits limits;
    private int files;
    private long bytes;

    /** @param limits of the whole request */
    public RequestFiles(FileLimits limits) {
        this.limits = limits;
    }

    /** True when files other than text are taken. */
    public boolean enabled() {
        return limits.enabled();
    }

    /**
     * Takes an image.
     *
     * @param url a data URL, or an address where the gateway may download
     * @param path of the field that holds it
     * @param refusal why this dialect takes no images, when the gateway takes none
     */
    public void image(String url, String path, Supplier<InvalidRequestException> refusal, ContentBuilder content)
            throws InvalidRequestException {
        DataUrl data = DataUrl.parse(url);
        if (data != null && TextFiles.isText(data.mediaType())) {
            content.say(text(data, "file.txt", path));
            return;
        }
        if (!limits.enabled()) {
            throw refusal.get();
        }
        if (data != null) {
            attach(data, null, path, content);
        } else if (limits.remote() && !url.regionMatches(true, 0, "data:", 0, 5)) {
            count(path);
            content.attach(Attachment.of(content.length(), numbered(), path, remote(url, path)));
        } else {
            throw notADataUrl(url, path, "image/png");
        }
    }

    /**
     * Takes a document.
     *
     * @param url a data URL
     * @param name of the file, or null
     * @param path of the field that holds it
     * @param refusal why this dialect takes no documents, when the gateway takes none
     */
    public void document(
            String url, String name, String path, Supplier<InvalidRequestException> refusal, ContentBuilder content)
            throws InvalidRequestException {
        DataUrl data = DataUrl.parse(url);
        if (data != null && (TextFiles.isText(data.mediaType()) || name != null && TextFiles.isNameOfText(name))) {
            content.say(text(data, name == null ? "file.txt" : name, path));
            return;
        }
        if (!limits.enabled()) {
            throw refusal.get();
        }
        if (data == null) {
            throw notADataUrl(url, path, "application/pdf");
        }
        attach(data, name, path, content);
    }

    private static String text(DataUrl data, String name, String path) throws InvalidRequestException {
        String text = TextFiles.decode(decoded(data, path), data.charset());
        if (text == null) {
            throw wrong(
                    path,
                    "the file is no text in "
                            + (data.charset() == null
                                    ? "UTF-8"
                                    : "the character set that it names: " + SafeEcho.of(data.charset())));
        }
        return FileText.of(name, data.mediaType().isEmpty() ? null : data.mediaType(), text);
    }

    private void attach(DataUrl data, String name, String path, ContentBuilder content) throws InvalidRequestException {
        count(path);
        byte[] file = decoded(data, path);
        bytes += file.length;
        if (file.length > limits.mostBytes()) {
            throw wrong(path, "the file is larger than " + limits.mostBytes() + " bytes");
        }
        if (bytes > limits.mostTotalBytes()) {
            throw wrong(path, "the files together are larger than " + limits.mostTotalBytes() + " bytes");
        }
        FileKind kind = FileKind.of(file);
        if (kind == null) {
            throw wrong(path, "the file is none of the kinds that can be read: PNG, JPEG, PDF, DOCX and text");
        }
        String shown = name == null || name.isBlank() ? numbered() + "." + kind.extension() : name;
        content.attach(Attachment.of(content.length(), shown, path, new Attachment.Content(kind, file)));
    }

    /** For a file that the caller did not name. */
    private String numbered() {
        return "file-" + files;
    }

    private void count(String path) throws InvalidRequestException {
        if (++files > limits.mostFiles()) {
            throw wrong(path, "a request may hold " + limits.mostFiles() + " images and documents at most");
        }
    }

    private static byte[] decoded(DataUrl data, String path) throws InvalidRequestException {
        byte[] decoded = data.decode();
        if (decoded == null) {
            throw wrong(path, "the data is not properly encoded as its URL says");
        }
        return decoded;
    }

    private static Attachment.Remote remote(String address, String path) throws InvalidRequestException {
        try {
            URI url = address.length() > MAX_ADDRESS ? null : new URI(address.strip());
            String scheme = url == null || url.getScheme() == null
                    ? ""
                    : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (web && url.getHost() != null && url.getRawUserInfo() == null) {
                return new Attachment.Remote(url);
            }
        } catch (URISyntaxException unreadable) {
            // said below
        }
        throw wrong(path, "expected a data URL, or an address that starts with http:// or https://");
    }

    private static InvalidRequestException notADataUrl(String given, String path, String example) {
        String why = given.regionMatches(true, 0, "http", 0, 4) ? "; nothing is downloaded here" : "";
        return wrong(path, "expected a data URL such as 'data:" + example + ";base64,…'" + why);
    }

    private static InvalidRequestException wrong(String path, String why) {
        return new InvalidRequestException("Invalid '" + path + "': " + why + ".", path, "invalid_value");
    }
}
