package io.ondemand2api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.FileKind;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.prompt.FileText;
import io.ondemand2api.core.request.DataUrl;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.TextFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Reads the parts {@code image_url} and {@code file} of one request. Text is taken over as text; images and documents
 * are attached where the gateway takes them, and refused in OpenAI's words where it does not.
 */
final class FileParts {

    private static final int MAX_ADDRESS = 8192;

    private final FileLimits limits;
    private int files;
    private long bytes;

    FileParts(FileLimits limits) {
        this.limits = limits;
    }

    void readImage(RequestObject part, String dottedPath, UserContent content) throws InvalidRequestException {
        String url = textAt(part, "image_url", "url");
        DataUrl data = url == null ? null : DataUrl.parse(url);
        if (data != null && TextFiles.isText(data.mediaType())) {
            content.say(text(data, "file.txt", part.path("image_url.url")));
            return;
        }
        if (!limits.enabled()) {
            throw MessageContent.onlyForCertainModels("image_url", dottedPath);
        }
        RequestObject image = part.required("image_url");
        url = image.requiredText("url");
        String path = image.path("url");
        if (data != null) {
            attach(data, null, path, content);
        } else if (limits.remote() && !url.regionMatches(true, 0, "data:", 0, 5)) {
            count(path);
            content.attach(Attachment.of(content.length(), numbered(), path, remote(url, path)));
        } else {
            throw notADataUrl(url, path, "image/png");
        }
    }

    void readFile(RequestObject part, String dottedPath, UserContent content) throws InvalidRequestException {
        String given = textAt(part, "file", "file_data");
        String name = textAt(part, "file", "filename");
        DataUrl data = given == null ? null : DataUrl.parse(given);
        if (data != null && (TextFiles.isText(data.mediaType()) || name != null && TextFiles.isNameOfText(name))) {
            content.say(text(data, name == null ? "file.txt" : name, part.path("file.file_data")));
            return;
        }
        if (!limits.enabled()) {
            throw MessageContent.onlyForCertainModels("file", dottedPath);
        }
        RequestObject file = part.required("file");
        name = file.text("filename");
        if (file.text("file_data") == null && file.text("file_id") != null) {
            throw new InvalidRequestException(
                    "Invalid '" + file.path("file_id") + "': no files are stored here. Send the file itself as "
                            + "'file_data'.",
                    file.path("file_id"),
                    "invalid_value");
        }
        file.requiredText("file_data");
        if (data == null) {
            throw notADataUrl(given, file.path("file_data"), "application/pdf");
        }
        attach(data, name, file.path("file_data"), content);
    }

    /** A text as far as it is there: whether anything else is wrong matters only where files are taken. */
    private static String textAt(RequestObject part, String object, String field) {
        JsonNode value = part.fields().path(object).path(field);
        return value.isTextual() ? value.textValue() : null;
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

    private void attach(DataUrl data, String name, String path, UserContent content) throws InvalidRequestException {
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
