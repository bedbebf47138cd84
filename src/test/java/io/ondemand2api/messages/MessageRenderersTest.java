package io.ondemand2api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseRenderer;
import io.ondemand2api.core.Usage;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.answer.AnswerPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageRenderersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AnswerPart END = new AnswerPart.Finished(FinishReason.TOOL_CALLS, new Usage(11, 22, 3, false));

    private static MessageIdentity identity() throws Exception {
        Conversation conversation = MessageBodies.conversation(MessageBodies.with(""));
        return new MessageIdentity("msg_1", "m \"q\"", "req-1", new InputTokens(conversation, new UsageEstimate(1000)));
    }

    private static String rendered(ResponseRenderer renderer, List<AnswerPart> parts) {
        ByteSink out = new ByteSink(64);
        renderer.begin(out);
        parts.forEach(part -> renderer.write(part, out));
        return new String(out.drain(), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> events(String stream) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            String[] lines = event.split("\n");
            assertThat(lines).hasSize(2);
            JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + data.path("type").asText());
            events.add(data);
        }
        return events;
    }

    private static List<AnswerPart> answer(int cut) {
        String first = "thoughts 🎭";
        String words = "Hello, 🎭\n\"friend\"";
        List<AnswerPart> parts = new ArrayList<>();
        pieces(first, cut).forEach(piece -> parts.add(new AnswerPart.Thinking(piece)));
        pieces(words, cut).forEach(piece -> parts.add(new AnswerPart.Text(piece)));
        parts.add(new AnswerPart.Thinking("more"));
        parts.add(new AnswerPart.Text(" And you?"));
        parts.add(new AnswerPart.CallStarted(0, "call_1", "read"));
        pieces("{\"path\": \"a\\u00e4\"}", cut).forEach(piece -> parts.add(new AnswerPart.CallArguments(0, piece)));
        parts.add(new AnswerPart.CallStarted(1, "call_2", "list"));
        parts.add(END);
        return parts;
    }

    private static List<String> pieces(String text, int cut) {
        int at = Math.min(cut, text.length());
        // no reader of the upstream gives half a character
        at += at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? 1 : 0;
        return at == 0 || at == text.length() ? List.of(text) : List.of(text.substring(0, at), text.substring(at));
    }

    @Test
    void theStreamIsTheSameMessageWhereverItIsSplit() throws Exception {
        for (int cut = 0; cut < 20; cut++) {
            List<String> blocks = new ArrayList<>();
            StringBuilder said = new StringBuilder();
            int open = -1;
            for (JsonNode event : events(rendered(new MessageEvents(identity(), true), answer(cut)))) {
                switch (event.path("type").asText()) {
                    case "content_block_start" -> {
                        assertThat(open).isEqualTo(-1);
                        open = event.path("index").asInt();
                        assertThat(open).isEqualTo(blocks.size());
                        said.setLength(0);
                    }
                    case "content_block_delta" -> {
                        assertThat(event.path("index").asInt()).isEqualTo(open);
                        JsonNode delta = event.path("delta");
                        said.append(delta.path("text").asText())
                                .append(delta.path("thinking").asText())
                                .append(delta.path("partial_json").asText())
                                .append(delta.has("signature") ? "+" : "");
                    }
                    case "content_block_stop" -> {
                        blocks.add(said.toString());
                        open = -1;
                    }
                    default -> {}
                }
            }
            assertThat(blocks)
                    .as("cut at %d", cut)
                    .containsExactly(
                            "thoughts 🎭+",
                            "Hello, 🎭\n\"friend\"",
                            "more+",
                            " And you?",
                            "{\"path\": \"a\\u00e4\"}",
                            "{}");
        }
    }

    @Test
    void theStreamStartsWithAnEstimateAndEndsWithWhatItCost() throws Exception {
        List<JsonNode> events =
                events(rendered(new MessageEvents(identity(), true), List.of(new AnswerPart.Text("x"), END)));

        assertThat(events.get(0).at("/message/usage/input_tokens").asInt()).isEqualTo(1);
        assertThat(events.get(0).at("/message/model").asText()).isEqualTo("m \"q\"");
        assertThat(events.get(events.size() - 2))
                .isEqualTo(JSON.readTree("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\","
                        + "\"stop_sequence\":null},\"usage\":{\"input_tokens\":11,\"cache_creation_input_tokens\":0,"
                        + "\"cache_read_input_tokens\":0,\"output_tokens\":22}}"));
        assertThat(events.get(events.size() - 1)).isEqualTo(JSON.readTree("{\"type\":\"message_stop\"}"));
    }

    @Test
    void anEstimateIsSaidInAComment() throws Exception {
        String stream = rendered(
                new MessageEvents(identity(), true),
                List.of(
                        new AnswerPart.Text("x"),
                        new AnswerPart.Finished(FinishReason.STOP, new Usage(1, 2, 0, true))));

        assertThat(stream).contains("\n\n: usage is estimated\n\nevent: message_delta\n");
    }

    @Test
    void noLineIsLongerThanReadersTake() throws Exception {
        String stream = rendered(
                new MessageEvents(identity(), true), List.of(new AnswerPart.Text("\u0001🎭".repeat(20_000)), END));

        assertThat(stream.lines().mapToInt(String::length).max().orElseThrow())
                .isLessThan(MessageEvents.LARGEST_DELTA_BYTES + 256);
    }

    @Test
    void aFailureIsAnEventWithTheRequestsId() throws Exception {
        ByteSink out = new ByteSink(64);
        new MessageEvents(identity(), true).fail(new GatewayException(Failure.OVERLOADED, "full"), out);

        assertThat(new String(out.drain(), StandardCharsets.UTF_8))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"full\"},\"request_id\":\"req-1\"}\n\n");
    }

    @Test
    void theObjectHoldsTheSameBlocks() throws Exception {
        JsonNode message = JSON.readTree(rendered(new MessageObject(identity(), true), answer(3)));

        assertThat(message.path("content"))
                .isEqualTo(JSON.readTree("[{\"type\":\"thinking\",\"thinking\":\"thoughts 🎭\",\"signature\":\""
                        + ThinkingSignature.VALUE + "\"},{\"type\":\"text\",\"text\":\"Hello, 🎭\\n\\\"friend\\\"\"},"
                        + "{\"type\":\"thinking\",\"thinking\":\"more\",\"signature\":\"" + ThinkingSignature.VALUE
                        + "\"},{\"type\":\"text\",\"text\":\" And you?\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"read\",\"input\":{\"path\":\"aä\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_2\",\"name\":\"list\",\"input\":{}}]"));
        assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
    }

    @Test
    void thinkingThatIsNotShownLeavesOneBlockOfText() throws Exception {
        JsonNode message = JSON.readTree(rendered(new MessageObject(identity(), false), answer(0)));
        List<JsonNode> events = events(rendered(new MessageEvents(identity(), false), answer(0)));

        assertThat(message.at("/content/0/text").asText()).isEqualTo("Hello, 🎭\n\"friend\" And you?");
        assertThat(events)
                .filteredOn(event -> event.path("type").asText().equals("content_block_start"))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\" : 1.50 , \"a\":2}|{\"a\" : 1.50 , \"a\":2}",
                "  {} |{}",
                "``|{}",
                "[1]|{\"arguments\":\"[1]\"}",
                "{\"a\":|{\"arguments\":\"{\\\"a\\\":\"}",
                "{} {}|{\"arguments\":\"{} {}\"}",
            })
    void anInputIsAnObjectAndOtherwiseAsTheModelWroteIt(String arguments, String input) {
        assertThat(ToolInput.of(arguments)).isEqualTo(input);
    }
}
