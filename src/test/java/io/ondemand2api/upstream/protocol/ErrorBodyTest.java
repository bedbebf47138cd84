package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {

    private static ErrorBody parse(byte[] bytes) {
        return ErrorBody.parse(bytes, 0, bytes.length);
    }

    @Test
    void readsCodeAndMessage() {
        assertThat(parse(Recording.bytes("{\"message\":\"m\",\"errorCode\":\"c\",\"more\":[]}")))
                .isEqualTo(new ErrorBody("c", "m", true));
        assertThat(parse(Recording.bytes("{\"message\":\"m\",\"request_id\":\"r\"}")))
                .isEqualTo(new ErrorBody(null, "m", true));
    }

    @Test
    void takesWhatIsNoObjectForText() {
        assertThat(parse(Recording.bytes("<html>"))).isEqualTo(new ErrorBody(null, "<html>", false));
        assertThat(parse(Recording.bytes("[]"))).isEqualTo(new ErrorBody(null, "[]", false));
        assertThat(parse(new byte[0])).isEqualTo(new ErrorBody(null, "", false));
    }

    @Test
    void readsBytesThatLookLikeAnotherEncodingAndAreNone() {
        assertThat(parse(new byte[] {0, 0, (byte) 0xff, (byte) 0xfe, 1, 2}).json())
                .isFalse();
        assertThat(parse(new byte[] {(byte) 0xfe, (byte) 0xff, 0, 0, 1}).json()).isFalse();
        assertThat(parse(new byte[] {'{', 0, 0, 0, 1, 1, 1, 0x7f}).json()).isFalse();
    }

    @Test
    void readsWhateverTheBytesAre() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(2) == 0 ? 0 : random.nextInt(4) == 0 ? (byte) '{' : bytes[j];
            }
            assertThat(parse(bytes).errorCode()).isNull();
        }
    }
}
