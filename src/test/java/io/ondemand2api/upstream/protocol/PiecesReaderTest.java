package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.WellFormedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The upstream gets all texts whole, in valid UTF-8. */
class PiecesReaderTest {

    private static String read(int length, List<String> pieces) {
        PiecesReader reader = new PiecesReader(pieces);
        char[] buffer = new char[length + 1];
        StringBuilder all = new StringBuilder();
        for (int count = reader.read(buffer, 1, length); count >= 0; count = reader.read(buffer, 1, length)) {
            assertThat(count).isPositive();
            assertThat(Character.isHighSurrogate(buffer[count])).isFalse();
            all.append(buffer, 1, count);
        }
        return all.toString();
    }

    @Test
    void givesAllPiecesWithoutSplittingACharacter() {
        List<String> pieces = List.of("", "a😀", "", "😀😀b", "日本😀", "");
        for (int length = 2; length < 12; length++) {
            assertThat(read(length, pieces)).isEqualTo("a😀😀😀b日本😀");
        }
        assertThat(read(5, List.of())).isEmpty();
    }

    @Test
    void replacesLoneHalves() {
        List<String> pieces = List.of("a\ud83d", "\ude00b", "\ud83d\ud83d\ude00", "\ude00\ud83d");
        for (int length = 2; length < 12; length++) {
            assertThat(read(length, pieces)).isEqualTo("a\uFFFD\uFFFDb\uFFFD😀\uFFFD\uFFFD");
        }
    }

    @Test
    void theQuestionIsTheTextWhereverItsPairsLie() throws Exception {
        for (int shift = 0; shift < 5; shift++) {
            String text = "x".repeat(shift) + "😀".repeat(20_000) + "é\"\\\n\ud83d";
            byte[] body = UpstreamBodies.query(
                    new Conversation(
                            "m",
                            text,
                            List.of(Turn.of(Turn.Role.USER, text)),
                            Sampling.UNSET,
                            null,
                            List.of("\ude00"),
                            null),
                    List.of(Turn.of(Turn.Role.USER, text)),
                    Endpoint.unlisted("e"));

            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(body))
                    .toString();
            assertThat(new JsonMapper().readTree(decoded).path("query").textValue())
                    .isEqualTo(WellFormedText.of(text));
            assertThat(new JsonMapper()
                            .readTree(decoded)
                            .at("/modelConfigs/fulfillmentPrompt")
                            .textValue())
                    .isEqualTo(WellFormedText.of(text));
            assertThat(new JsonMapper()
                            .readTree(decoded)
                            .at("/modelConfigs/stopSequences/0")
                            .textValue())
                    .isEqualTo("\uFFFD");
        }
    }
}
