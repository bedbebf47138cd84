package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TRICKY = {
        "\"",
        "\\",
        "/",
        "\n",
        "\r",
        "\t",
        "\b",
        "\f",
        "\0",
        "\u001f",
        "\u007f",
        "\u0080",
        "\u0085",
        "\u00a0",
        "ü",
        "\u07ff",
        "\u0800",
        "—",
        "\u2028",
        "\u2029",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "😀",
        "\ud800\udc00",
        "\udbff\udfff",
        "\ud83d",
        "\ude00",
        "a",
        " ",
        "</script>"
    };

    @Test
    void isReadBackAsTheSameTextByAnyReaderOfJson() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random);

            byte[] written = quoted(text);

            assertThat(JSON.readValue(written, String.class)).isEqualTo(withoutHalves(text));
            assertThat(new String(written, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                    .as("is sound UTF-8")
                    .isEqualTo(written);
        }
    }

    @Test
    void escapesEveryEndOfALine() {
        String all = new String(quoted("a\nb\rc\u0085d\u2028e\u2029f\u000bg\fh\u001c"), StandardCharsets.UTF_8);

        assertThat(all).isEqualTo("\"a\\nb\\rc\\u0085d\\u2028e\\u2029f\\u000bg\\fh\\u001c\"");
    }

    @Test
    void leavesOrdinaryTextAsItIs() {
        assertThat(new String(quoted("Größe — 😀 / ok"), StandardCharsets.UTF_8))
                .isEqualTo("\"Größe — 😀 / ok\"");
    }

    @Test
    void putsTheReplacementCharacterForHalfAPair() {
        assertThat(new String(quoted("a\ud83db\ude00"), StandardCharsets.UTF_8)).isEqualTo("\"a\ufffdb\ufffd\"");
    }

    @Test
    void stopsAtTheLimitWithoutCuttingACharacter() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            String text = randomText(random);
            int limit = 6 + random.nextInt(10);
            StringBuilder read = new StringBuilder();
            int from = 0;
            while (from < text.length()) {
                ByteSink out = new ByteSink(1);
                int next = JsonText.append(text, from, limit, out);
                byte[] piece = out.drain();
                assertThat(next).isGreaterThan(from);
                assertThat(piece.length).isLessThanOrEqualTo(limit);
                read.append(JSON.readValue("\"" + new String(piece, StandardCharsets.UTF_8) + "\"", String.class));
                from = next;
            }
            assertThat(read.toString()).isEqualTo(withoutHalves(text));
        }
    }

    @Test
    void writesNullForNothing() {
        ByteSink out = new ByteSink(8);
        JsonText.appendQuoted(null, out);
        assertThat(out.drain()).asString().isEqualTo("null");
    }

    private static byte[] quoted(String text) {
        ByteSink out = new ByteSink(1);
        JsonText.appendQuoted(text, out);
        return out.drain();
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(20);
        for (int i = 0; i < pieces; i++) {
            if (random.nextBoolean()) {
                text.append(TRICKY[random.nextInt(TRICKY.length)]);
            } else {
                text.append((char) random.nextInt(0x10000));
            }
        }
        return text.toString();
    }

    private static String withoutHalves(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
