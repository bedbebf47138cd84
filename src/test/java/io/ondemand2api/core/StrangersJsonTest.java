package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StrangersJsonTest {

    private static String text(int nameLength) {
        return "{\"" + "n".repeat(nameLength) + "\":1}";
    }

    private static String name(JsonParser parser) throws IOException {
        try (parser) {
            parser.nextToken();
            return parser.nextFieldName();
        }
    }

    @Test
    void parsersOfStringsRememberNoName() throws IOException {
        JsonFactory json = StrangersJson.strings().build();

        assertThat(name(json.createParser(text(40_000)))).isNotSameAs(name(json.createParser(text(40_000))));
    }

    @Test
    void parsersOfBytesRememberShortNamesAndRefuseLongOnes() throws IOException {
        JsonFactory json = StrangersJson.bytes()
                .streamReadConstraints(StrangersJson.constraints().build())
                .build();
        byte[] usual = text(256).getBytes(StandardCharsets.UTF_8);
        byte[] tooLong = text(300).getBytes(StandardCharsets.UTF_8);

        assertThat(name(json.createParser(usual))).isSameAs(name(json.createParser(usual)));
        assertThatThrownBy(() -> name(json.createParser(tooLong))).isInstanceOf(StreamConstraintsException.class);
    }
}
