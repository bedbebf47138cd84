package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two halves of a character in two deltas are one character; half a character is none. */
class DeltaTextTest {

    private static final String WELL_FORMED = "a\ud83d\ude00é\ud83d\ude00\ud83d\ude00ü€ z";

    private static String all(String... deltas) throws GatewayException {
        DeltaText text = new DeltaText(1 << 20);
        StringBuilder all = new StringBuilder();
        for (String delta : deltas) {
            String next = text.next(delta);
            assertThat(next.isEmpty() || !Character.isHighSurrogate(next.charAt(next.length() - 1)))
                    .isTrue();
            all.append(next);
        }
        return all.append(text.rest()).toString();
    }

    @Test
    void givesTheSameTextWhereverItIsCut() throws GatewayException {
        for (int first = 0; first <= WELL_FORMED.length(); first++) {
            for (int second = first; second <= WELL_FORMED.length(); second++) {
                assertThat(all(
                                WELL_FORMED.substring(0, first),
                                WELL_FORMED.substring(first, second),
                                "",
                                WELL_FORMED.substring(second)))
                        .isEqualTo(WELL_FORMED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud83dx", "x\ude00", "\ud83d\ud83d\ude00", "\ude00\ud83d", "a\ud83d", "\ud83d", "\ude00\ude00"})
    void replacesHalvesThatStayAlone(String text) throws GatewayException {
        String expected = text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (int cut = 0; cut <= text.length(); cut++) {
            assertThat(all(text.substring(0, cut), text.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(expected);
        }
    }

    @Test
    void givesADeltaThatIsWholeItself() throws GatewayException {
        String delta = new String("word");

        assertThat(new DeltaText(100).next(delta)).isSameAs(delta);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "\ud83d\ude00", "\ud83d"})
    void countsBytesOfUtf8(String character) {
        // half a character becomes one of three bytes
        int bytes = character.equals("\ud83d") ? 3 : Recording.bytes(character).length;

        assertThat(Math.abs(DeltaText.size(character.repeat(7)))).isEqualTo(7 * bytes);
    }

    @Test
    void takesAsMuchAsItMayAndNoByteMore() throws GatewayException {
        DeltaText text = new DeltaText(10);
        text.next("aaaaaa");
        text.next("éé");

        assertThatThrownBy(() -> text.next("a"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.failure()).isEqualTo(Failure.OVERLONG_ANSWER));
    }
}
