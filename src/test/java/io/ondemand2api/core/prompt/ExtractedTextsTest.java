package io.ondemand2api.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.Turn;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractedTextsTest {

    private static Attachment file(int at, String name) {
        return Attachment.of(at, name, "path", new Attachment.Remote(URI.create("http://example.com/" + name)));
    }

    private static Turn turn(String text, Attachment... files) {
        return new Turn(Turn.Role.USER, null, text, List.of(), null, List.of(files));
    }

    @Test
    void putsWhatWasReadWhereTheFileStands() {
        Attachment first = file(3, "a");
        Attachment second = file(3, "b");
        Attachment last = file(7, "c");
        ExtractedTexts readings =
                ExtractedTexts.NONE.with(first, "A").with(second, "B</file>").with(last, " ");

        List<Turn> words = readings.in(List.of(turn("one\ntwo", first, second, last), turn("plain")));

        assertThat(words).extracting(Turn::attachments).allMatch(List::isEmpty);
        assertThat(words.get(0).text())
                .matches("one\n<file name=\"a\">\nA\n</file>\n"
                        + "<(file-[0-9a-f]{16}) name=\"b\">\nB</file>\n</\\1>\ntwo\n"
                        + "<file name=\"c\">\n\\(This file was read, but no text was found in it\\.\\)\n</file>");
        assertThat(words.get(1)).isEqualTo(turn("plain"));
    }

    @Test
    void putsALineBreakBetweenAFileAtTheBeginningAndTheText() {
        Attachment first = file(0, "a");
        Attachment last = file(3, "b");

        assertThat(ExtractedTexts.NONE.with(first, "A").with(last, "B").in(List.of(turn("one", first, last))))
                .extracting(Turn::text)
                .containsExactly("<file name=\"a\">\nA\n</file>\none\n<file name=\"b\">\nB\n</file>");
    }

    @Test
    void knowsWhatIsMissingAndTakesTheSameFileOnce() {
        Attachment first = file(0, "a");
        Attachment again = file(2, "a");
        Attachment other = file(2, "b");
        List<Turn> turns = List.of(turn("x", first), turn("y z", again, other));

        assertThat(ExtractedTexts.NONE.missing(turns)).isSameAs(first);
        assertThat(ExtractedTexts.NONE.with(first, "A").missing(turns)).isSameAs(other);
        assertThat(ExtractedTexts.NONE.with(first, "A").with(other, "B").missing(turns))
                .isNull();
    }

    @Test
    void leavesTurnsWithoutFilesAlone() {
        List<Turn> turns = List.of(turn("x"));

        assertThat(ExtractedTexts.NONE.in(turns)).isSameAs(turns);
    }
}
