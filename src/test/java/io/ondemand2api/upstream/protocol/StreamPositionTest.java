package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {

    private final StreamPosition position = new StreamPosition();

    private void read(String frame) throws IOException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        EventParser.parse(bytes, 0, bytes.length, position);
    }

    @Test
    void keepsTheMessageAndTheLastIndexWhateverTheOrderOfFields() throws IOException {
        read("{\"messageId\":\"m1\",\"eventIndex\":7,\"eventType\":\"fulfillment\",\"answer\":\"a\"}");
        read("{\"eventType\":\"fulfillment\",\"answer\":\"b\",\"eventIndex\":8,\"messageId\":\"m1\"}");
        read("{\"messageId\":\"m1\",\"time\":\"t\"}");
        read("[DONE]");

        assertThat(position.messageId()).isEqualTo("m1");
        assertThat(position.eventIndex()).isEqualTo(8);
    }

    @Test
    void makesNoNewTextForTheIdThatItKnows() throws IOException {
        read("{\"messageId\":\"66f1a2b3c4d5e6f708192a3b\",\"eventIndex\":1}");
        String known = position.messageId();
        read("{\"messageId\":\"66f1a2b3c4d5e6f708192a3b\",\"eventIndex\":2}");
        assertThat(position.messageId()).isSameAs(known);

        read("{\"messageId\":\"66f1a2b3c4d5e6f708192a3c\"}");
        assertThat(position.messageId()).endsWith("3c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messageId\":null,\"eventIndex\":null}",
                "{\"messageId\":{\"a\":[1]},\"eventIndex\":[2]}",
                "{\"messageId\":\"../../keys\",\"eventIndex\":\"3\"}",
                "{\"messageId\":\"\",\"eventIndex\":1.5}",
                "{\"messageId\":5,\"eventIndex\":99999999999999999999}",
                "{\"eventIndex\":-1}"
            })
    void takesNothingElseForAPlace(String frame) throws IOException {
        read(frame);

        assertThat(position.messageId()).isNull();
        assertThat(position.eventIndex()).isZero();
    }

    @Test
    void anEventThatBreaksOffIsNotReached() {
        assertThatThrownBy(() -> read("{\"messageId\":\"m1\",\"eventIndex\":7,\"answer\":\"bro"))
                .isInstanceOf(IOException.class);

        assertThat(position.messageId()).isNull();
    }

    @Test
    void readsAMessageWithAndWithoutItsEnvelope() throws GatewayException {
        String message = "{\"answer\":\"a\\ud83d\",\"x\":{\"answer\":\"no\"},\"status\":\"completed\","
                + "\"publicMetrics\":{\"inputTokens\":3,\"outputTokens\":4}}";
        MessageResponse expected = new MessageResponse("a\uFFFD", "completed", new OnDemandEvent.Metrics(3, 4));

        for (String body :
                new String[] {message, "{\"status\":\"success\",\"data\":" + message + ",\"message\":\"ok\"}"}) {
            assertThat(MessageResponse.of(body.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(expected);
        }
        assertThat(expected.completed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"data\":{\"answer\":\"a\"", "{\"answer\":"})
    void anUnreadableMessageIsAFailure(String body) {
        assertThatThrownBy(() -> MessageResponse.of(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(GatewayException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":\"completed\"}", "{\"answer\":\"a\",\"status\":\"processing\"}"})
    void aMessageWithoutAWholeAnswerIsNotCompleted(String body) throws GatewayException {
        assertThat(MessageResponse.of(body.getBytes(StandardCharsets.UTF_8)).completed())
                .isFalse();
    }
}
