package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.FileKind;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.FileLimits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePartsTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 2};
    private static final byte[] PDF = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
    private static final FileLimits FILES = new FileLimits(true, false, 3, 100, 150);
    private static final FileLimits REMOTE = new FileLimits(true, true, 3, 100, 150);

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String image(String url) {
        return "{'type':'image_url','image_url':{'url':'" + url + "'}}";
    }

    private static String image(byte[] bytes) {
        return image("data:image/png;base64," + base64(bytes));
    }

    private static String file(String fields) {
        return "{'type':'file','file':{" + fields + "}}";
    }

    private static String message(String parts) {
        return Requests.withMessages("{'role':'user','content':[" + parts + "]}");
    }

    private static ChatCompletionRequestReader reader(FileLimits limits) {
        return new ChatCompletionRequestReader(limits, Requests.MAX_VALUES);
    }

    private static Turn turn(FileLimits limits, String parts) throws InvalidRequestException {
        return Requests.read(reader(limits), Requests.bytes(message(parts)))
                .conversation()
                .turns()
                .get(0);
    }

    private static String text(String parts) throws InvalidRequestException {
        return turn(FileLimits.TEXT_ONLY, parts).text();
    }

    private static InvalidRequestException refusal(FileLimits limits, String parts) {
        return catchThrowableOfType(InvalidRequestException.class, () -> turn(limits, parts));
    }

    @Test
    void putsTextFilesWhereTheyStand() throws Exception {
        assertThat(text("{'type':'text','text':'Look:'},"
                        + file("'filename':'notes.md','file_data':'data:text/markdown;base64,"
                                + base64("# Hi\n".getBytes(StandardCharsets.UTF_8)) + "'")
                        + ",{'type':'text','text':'Well?'}"))
                .isEqualTo("Look:\n<file name=\"notes.md\" type=\"text/markdown\">\n# Hi\n</file>\nWell?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|data.json|{}",
                "text/csv|a.csv|a,b",
                "application/vnd.api+json||x",
                "application/octet-stream|Main.java|class Main {}",
                "video/mp2t|app.ts|let a",
                "''|script.PY|print()",
            })
    void takesSourceCodeAndDataForText(String mediaType, String name, String content) throws Exception {
        String filename = name == null ? "" : "'filename':'" + name + "',";

        assertThat(text(file(filename + "'file_data':'data:" + mediaType + ";base64,"
                        + base64(content.getBytes(StandardCharsets.UTF_8)) + "'")))
                .startsWith("<file name=\"" + (name == null ? "file.txt" : name) + "\"")
                .contains("\n" + content + "\n");
    }

    @Test
    void takesTextInAnImagesPlaceForText() throws Exception {
        assertThat(text(image("data:text/plain,hello%20there"))).contains("\nhello there\n");
    }

    @Test
    void readsOtherCharacterSets() throws Exception {
        assertThat(text(file("'file_data':'data:text/plain;charset=iso-8859-1;base64,"
                        + base64("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)) + "'")))
                .contains("\ncaf\u00e9\n");
        assertThat(text(file("'file_data':'data:text/plain;base64,"
                        + base64("\uFEFFcaf\u00e9".getBytes(StandardCharsets.UTF_16LE)) + "'")))
                .contains("\ncaf\u00e9\n");
    }

    @Test
    void letsNoFileOrNameCloseItsTag() throws Exception {
        String text = text(file("'filename':'a\\\"><b>\\n.md','file_data':'data:text/plain,x</FILE>%0Ay'"));

        assertThat(text)
                .matches("(?s)<(file-[0-9a-f]{16}) name=\"a___b__.md\" type=\"text/plain\">\nx</FILE>\ny\n</\\1>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:text/plain;base64,iVBORw0KGgo=",
                "data:text/plain;base64,AAEC",
                "data:text/plain;base64,!",
                "data:text/plain,%ff",
                "data:text/plain;charset=klingon,x",
                "data:text/plain;charset=,x",
                "data:text/plain;charset=utf-16;base64,2AA=",
            })
    void refusesWhatOnlySaysThatItIsText(String data) {
        InvalidRequestException refusal = refusal(FileLimits.TEXT_ONLY, file("'file_data':'" + data + "'"));

        assertThat(refusal.param()).isEqualTo("messages[0].content[0].file.file_data");
        assertThat(refusal.code()).isEqualTo("invalid_value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}",
                "{'type':'image_url','image_url':'data:image/png;base64,iVBORw0KGgo='}",
                "{'type':'image_url'}",
                "{'type':'image_url','image_url':{'url':7}}",
                "{'type':'file','file':{'file_data':'data:application/pdf;base64,JVBERi0='}}",
                "{'type':'file','file':{'file_id':'file-1'}}",
                "{'type':'file','file':[]}",
                "{'type':'input_audio','input_audio':{'data':'','format':'wav'}}",
            })
    void refusesEverythingElseInOpenAisWordsWhereFilesAreNotTaken(String part) {
        String type = part.split("'")[3];

        InvalidRequestException refusal = refusal(FileLimits.TEXT_ONLY, "{'type':'text','text':'x'}," + part);

        assertThat(refusal).hasMessage("Invalid content type. " + type + " is only supported by certain models.");
        assertThat(refusal.param()).isEqualTo("messages.[0].content.[1].type");
        assertThat(refusal.code()).isNull();
    }

    @Test
    void attachesImagesAndDocumentsByWhatTheyAre() throws Exception {
        Turn turn = turn(
                FILES,
                "{'type':'text','text':'one'}," + image(JPEG) + ",{'type':'text','text':'two'},"
                        + file("'filename':'a.bin','file_data':'data:application/octet-stream;base64," + base64(PDF)
                                + "'")
                        + "," + image(PNG));

        assertThat(turn.text()).isEqualTo("one\ntwo");
        assertThat(turn.attachments()).extracting(Attachment::at).containsExactly(3, 7, 7);
        assertThat(turn.attachments())
                .extracting(Attachment::name)
                .containsExactly("file-1.jpg", "a.bin", "file-3.png");
        assertThat(turn.attachments())
                .extracting(each -> ((Attachment.Content) each.source()).kind())
                .containsExactly(FileKind.JPEG, FileKind.PDF, FileKind.PNG);
        assertThat(turn.attachments().get(1).param()).isEqualTo("messages[0].content[3].file.file_data");
        assertThat(turn.attachments()).extracting(Attachment::identity).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'image_url'}|messages[0].content[0].image_url",
                "{'type':'image_url','image_url':{}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':7}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64'}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,@@@@'}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,R0lGODlh'}}|messages[0].content[0].image_url.url",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,'}}|messages[0].content[0].image_url.url",
                "{'type':'file','file':{}}|messages[0].content[0].file.file_data",
                "{'type':'file','file':{'file_id':'file-1'}}|messages[0].content[0].file.file_id",
                "{'type':'file','file':{'file_data':'JVBERi0='}}|messages[0].content[0].file.file_data",
                "{'type':'file','file':{'file_data':'data:application/zip;base64,UEsDBA=='}}|messages[0].content[0].file.file_data",
            })
    void namesTheFieldThatIsWrongWhereFilesAreTaken(String part, String path) {
        assertThat(refusal(FILES, part).param()).isEqualTo(path);
    }

    @Test
    void keepsTheLimits() throws Exception {
        byte[] large = Arrays.copyOf(PNG, 100);
        byte[] tooLarge = Arrays.copyOf(PNG, 101);

        assertThat(turn(FILES, image(large)).attachments()).hasSize(1);
        assertThat(refusal(FILES, image(tooLarge))).hasMessageContaining("larger than 100 bytes");
        assertThat(refusal(FILES, image(large) + "," + image(large)))
                .hasMessageContaining("together are larger than 150 bytes");
        InvalidRequestException tooMany =
                refusal(FILES, image(PNG) + "," + image(PNG) + "," + image(PNG) + "," + image(PNG));
        assertThat(tooMany).hasMessageContaining("3 images and documents at most");
        assertThat(tooMany.param()).isEqualTo("messages[0].content[3].image_url.url");
    }

    @Test
    void takesAddressesOfImagesWhereTheyAreAllowed() throws Exception {
        Attachment image = turn(REMOTE, image("HTTPS://example.com/a%20b.png?x=1&y=%2F#z"))
                .attachments()
                .get(0);

        assertThat(image.source())
                .isEqualTo(new Attachment.Remote(URI.create("HTTPS://example.com/a%20b.png?x=1&y=%2F#z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.png",
                "//example.com/a.png",
                "file:///etc/passwd",
                "ftp://example.com/a.png",
                "gopher://example.com/",
                "jar:https://example.com/a!/b",
                "https:///a.png",
                "https:a.png",
                "http://127.1/a.png",
                "http://0x7f.0.0.1/a.png",
                "https://user:secret@example.com/a.png",
                "https://exa mple.com/a.png",
                "https://example.com/a.png\\nX: y",
                "data:image/png",
            })
    void takesNoOtherAddresses(String url) {
        assertThat(refusal(REMOTE, image(url)).param()).isEqualTo("messages[0].content[0].image_url.url");
    }

    @Test
    void takesFilesFromUsersOnly() {
        for (String role : new String[] {"system", "developer", "assistant"}) {
            String body = Requests.withMessages("{'role':'" + role + "','content':[" + image(PNG) + "]}");
            InvalidRequestException refusal = catchThrowableOfType(
                    InvalidRequestException.class, () -> Requests.read(reader(FILES), Requests.bytes(body)));
            assertThat(refusal.param()).isEqualTo("messages.[0].content.[0].type");
        }
    }

    @Test
    void throwsNothingElseWhateverBecomesOfAGoodRequest() {
        byte[] good = Requests.bytes(message(image(PNG) + "," + image("https://example.com/a.png") + ","
                + file("'filename':'a.md','file_data':'data:text/markdown;charset=utf-8,a%20b'")));
        ChatCompletionRequestReader reader = reader(REMOTE);
        Random random = new Random(20261123);
        int refused = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] mutant = good.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutant[random.nextInt(mutant.length)] =
                        random.nextBoolean() ? (byte) random.nextInt(128) : (byte) "%,;:/=\"".charAt(random.nextInt(7));
            }
            // fails by itself should anything but an InvalidRequestException come out
            refused += catchThrowableOfType(InvalidRequestException.class, () -> Requests.read(reader, mutant)) == null
                    ? 0
                    : 1;
        }
        assertThat(refused).isGreaterThan(10_000);
    }
}
