package io.ondemand2api.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.FileKind;
import io.ondemand2api.sessions.OnDemandSession;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaUploadTest {

    private static MediaUpload upload(String name, FileKind kind) {
        return MediaUpload.of(
                new OnDemandSession("s1", "k", false),
                name,
                new Attachment.Content(kind, "\r\n--x\0".getBytes(StandardCharsets.ISO_8859_1)),
                new MediaUpload.Plugins("plugin-i", "plugin-d"));
    }

    @Test
    void isAFormWithAllFieldsOfTheContract() {
        MediaUpload upload = upload("scan.pdf", FileKind.PDF);

        String boundary = upload.contentType().replace("multipart/form-data; boundary=", "");
        assertThat(boundary).hasSizeBetween(20, 70);
        assertThat(new String(upload.body(), StandardCharsets.UTF_8)
                        .replace("--" + boundary, "|")
                        .replace("\r\n", "#"))
                .isEqualTo("|#Content-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"#"
                        + "Content-Type: application/pdf###--x\0#"
                        + "|#Content-Disposition: form-data; name=\"name\"##scan.pdf#"
                        + "|#Content-Disposition: form-data; name=\"sizeBytes\"##6#"
                        + "|#Content-Disposition: form-data; name=\"responseMode\"##sync#"
                        + "|#Content-Disposition: form-data; name=\"sessionId\"##s1#"
                        + "|#Content-Disposition: form-data; name=\"createdBy\"##ondemand2api#"
                        + "|#Content-Disposition: form-data; name=\"updatedBy\"##ondemand2api#"
                        + "|#Content-Disposition: form-data; name=\"plugins\"##plugin-d#|--#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.PNG|PNG|a.PNG",
                "a.gif|PNG|a.gif.png",
                "a.jpeg|JPEG|a.jpeg",
                "a.jpg|JPEG|a.jpg",
                "été 🎭.docx|DOCX|été 🎭.docx",
                "../../etc/passwd|PDF|.._.._etc_passwd.pdf",
                "x\"; name=\"y.pdf|PDF|x_; name=_y.pdf",
            })
    void namesTheFileByItsKind(String name, FileKind kind, String fileName) {
        assertThat(new String(upload(name, kind).body(), StandardCharsets.UTF_8))
                .contains("; filename=\"" + fileName + "\"\r\nContent-Type: " + kind.mediaType() + "\r\n");
    }

    @Test
    void letsNoNameOpenAField() {
        assertThat(new String(
                        upload("a\r\n\r\nb\nc" + "d".repeat(500), FileKind.PDF).body(), StandardCharsets.UTF_8))
                .contains("filename=\"a____b_c" + "d".repeat(192) + ".pdf\"\r\n");
    }
}
