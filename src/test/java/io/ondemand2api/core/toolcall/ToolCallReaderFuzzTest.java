package io.ondemand2api.core.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Tools;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of any text: read the same however they are cut, losing nothing, calling only what is offered. Where a call
 * was meant and cannot be read, the model is told so, and what it wrote is not text.
 */
class ToolCallReaderFuzzTest {

    private static final String CALL = "{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "Let me look.\n<tool_call>" + CALL + "</tool_call>\n<tool_call>" + CALL + "</tool_call> bye",
                        "```json\n" + CALL + "\n```",
                        "[" + CALL + "," + CALL + "]",
                        "Like `<tool_call>` or\n```\n<tool_call>" + CALL + "</tool_call>\n```\n> <tool_call>" + CALL,
                        "<tool_call>{\"name\":\"write-file\",\"arguments\":\"{\\\"a\\\": [1, 2.50, null]}\"}",
                        "<tool_calls>{\"tool_calls\":[{\"id\":\"x\",\"type\":\"function\",\"function\":" + CALL + "}]}",
                        "<tool_calls>{\"tool_calls\":[{\"function\":{\"name\":\"get_weather\",\"arguments\":"
                                + "{\"city\":&Paris\"}}}]}",
                        "<tool>" + CALL + "</tool> <tools>[" + CALL + "]</tools><function name=\"get_weather\">{}",
                        "<get_weather>\n<city>Paris</city>\n<days>3</days>\n</get_weather>\n<city>",
                        "<tool_use><get_weather><city>&Paris</city><days>&amp;</days></get_weather></tool_use>",
                        "<tool_call>get_weather<city>Paris</city> and</tool_call>",
                        "get_weather<arg_key>city</arg_key><arg_value>Paris</arg_value>",
                        "call:get_weather{city:<|\"|>Paris<|\"|>}\nget_weather {{\"city\": “Paris”}}",
                        "FC_USE\n<function_call><tool>get_weather</tool><args><city><![CDATA[Paris]]></city>"
                                + "<days>3</days></args></function_call>",
                        "<function_calls>\n<function_call><tool>write-file</tool><args>{\"a\":1}</args></function_call>")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "<tool_call>",
        "</tool_call>",
        "<function_call>",
        "</function_call>",
        "<tool>",
        "</tool>",
        "<args>",
        "</args>",
        "<args_json>",
        "<![CDATA[",
        "]]>",
        "FC_USE",
        "```",
        "~~~",
        "\"name\":\"get_weather\"",
        "\"arguments\":",
        "\"tool_calls\":[",
        "functions.write-file"
    })
    @FuzzTest(maxDuration = "90s")
    void anySplitGivesTheSame(byte[] data) throws JsonProcessingException {
        String text = new String(data, StandardCharsets.UTF_8);
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);
        String passed = reader.pass(text) + reader.rest();
        String atOnce = told(passed, reader);

        assertThat(read(text.chars().mapToObj(c -> String.valueOf((char) c)))).isEqualTo(atOnce);
        Random random = new Random(Arrays.hashCode(data));
        int[] cuts = random.ints(1 + random.nextInt(8), 0, text.length() + 1)
                .sorted()
                .toArray();
        assertThat(read(pieces(text, cuts))).isEqualTo(atOnce);

        if (reader.calls().isEmpty() && reader.problem() == null) {
            assertThat(passed).isEqualTo(text);
        } else {
            assertThat(text).startsWith(passed);
        }
        for (ToolCall call : reader.calls()) {
            assertThat(call.name()).isIn("get_weather", "write-file");
            // throws when it is not what every client can parse
            STRICT.readTree(call.arguments());
        }
    }

    private static Stream<String> pieces(String text, int[] cuts) {
        Stream.Builder<String> pieces = Stream.builder();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(text.substring(from, cut));
            from = cut;
        }
        return pieces.add(text.substring(from)).build();
    }

    private static String read(Stream<String> deltas) {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);
        StringBuilder passed = new StringBuilder();
        deltas.forEach(delta -> passed.append(reader.pass(delta)));
        return told(passed.append(reader.rest()).toString(), reader);
    }

    private static String told(String passed, ToolCallReader reader) {
        List<ToolCall> calls = reader.calls();
        return passed
                + calls.stream().map(call -> call.name() + call.arguments()).collect(Collectors.joining(",", "|", "|"))
                + reader.problem() + "|" + reader.doubt();
    }
}
