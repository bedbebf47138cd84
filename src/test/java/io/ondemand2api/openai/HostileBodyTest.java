package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.WellFormedText;
import io.ondemand2api.core.request.FileLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes are read, or refused as the caller's mistake; nothing else may happen. */
class HostileBodyTest {

    private static final String NOT_JSON = "We could not parse the JSON body of your request.";

    private static final String RICH = "{'model':'m','stream':true,'stream_options':{'include_usage':true},"
            + "'temperature':0.7,'max_tokens':10,'stop':['a','b'],'n':1,'reasoning_effort':'low',"
            + "'metadata':{'k':'v'},'response_format':{'type':'text'},'tools':[],'modalities':['text'],'messages':["
            + "{'role':'system','content':'s'},{'role':'user','name':'bob','content':[{'type':'text','text':'hi'}]},"
            + "{'role':'assistant','content':null,'tool_calls':[{'id':'a','type':'function',"
            + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'a','content':'r'}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "\0",
                "{",
                "}",
                "nonsense",
                "model=m&messages=hi",
                "{\"model\":\"m\"}\0",
                "{\"model\":\"m\"} {}",
                "{\"model\":\"m\"}x",
                "{\"model\":NaN}",
                "{'model':'m'}",
                "{\"model\":\"a\nb\"}",
                "{\"model\":\"\\ud83\"}",
                "// hi\n{}",
            })
    void refusesWhatIsNotJson(String body) {
        InvalidRequestException refusal = Requests.refusal(body.getBytes(StandardCharsets.UTF_8));

        assertThat(refusal).hasMessageStartingWith(NOT_JSON);
        assertThat(refusal.param()).isNull();
        assertThat(refusal.code()).isNull();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] body = Requests.bytes(Requests.withMessages("{'role':'user','content':'?'}"));
        body[new String(body, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xff;

        assertThat(Requests.refusal(body)).hasMessageStartingWith(NOT_JSON);
    }

    @Test
    void refusesNestingThatIsTooDeep() {
        assertThat(Requests.refusal("[".repeat(1_000_000))).hasMessageStartingWith(NOT_JSON);
        assertThat(Requests.refusal(Requests.with("'x':" + "{'x':".repeat(300) + "1" + "}".repeat(300))))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void refusesNumbersAndNamesThatAreTooLong() {
        assertThat(Requests.refusal(Requests.with("'max_tokens':" + "9".repeat(5000))))
                .hasMessageStartingWith(NOT_JSON);
        assertThat(Requests.refusal(Requests.with("'" + "n".repeat(2000) + "':1")))
                .hasMessageContaining("too long a name");
    }

    @Test
    void refusesMegabytesOfLongNamesWhereverTheyStand() {
        String names = fields(1100, "n".repeat(1000));

        for (String fields : new String[] {names, "'x':{" + names + "}", "'x':[[{" + names + "}]]"}) {
            assertThat(Requests.refusal(Requests.with(fields))).hasMessageContaining("too many fields with long names");
        }
        assertThat(Requests.refusal(Requests.with(
                        "'tools':[{'function':{'name':'f','parameters':{'properties':{" + names + "}}}}]")))
                .hasMessageContaining("too many fields with long names");
    }

    @Test
    void readsSomeLongNamesAndAnyNumberOfShortOnes() throws Exception {
        for (String fields : new String[] {fields(900, "n".repeat(1000)), fields(100_000, "n")}) {
            assertThat(Requests.read(Requests.with(fields))).isEqualTo(Requests.read(Requests.with("")));
        }
    }

    /** So many fields, the name of each with another number in front. */
    private static String fields(int count, String name) {
        return IntStream.range(0, count).mapToObj(i -> "'" + i + name + "':0").collect(Collectors.joining(","));
    }

    @Test
    void skipsWhatItDoesNotKnowHoweverManyValuesItHas() throws Exception {
        String crowd = "[" + "{'':{}},".repeat(395_000) + "1]";
        byte[] body = Requests.bytes("{'x':" + crowd + ",'model':'m','messages':[{'x':" + crowd
                + ",'role':'user','content':[{'type':'text','text':'hi','x':" + crowd + "}]}]}");

        assertThat(Requests.read(body))
                .isEqualTo(Requests.read(Requests.with("").replace("'hi'", "[{'type':'text','text':'hi'}]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'messages':[ | {'role':'user','content':''} | messages[",
                "'messages':[{'role':'user','content':[ | {'type':'text'} | messages[0].content[",
                "'messages':[{'tool_calls':[ | {} | messages[0].tool_calls[",
                "'metadata':{ | 'a':1 | metadata.a",
                "'stop':[ | '' | stop[",
                "'modalities':[ | '' | modalities[",
                "'tools':[ | {} | tools[",
                "'functions':[ | {} | functions[",
                "'tools':[{'function':{'parameters':{ | 'a':{} | tools[0].function.parameters.a",
                "'tools':[{'function':{'parameters':{'enum':[ | [] | tools[0].function.parameters.enum[",
                "'response_format':{'json_schema':{'schema':{'x':[ | {'y':1} | response_format.json_schema.schema.x[",
                "'tool_choice':{'allowed_tools':{'tools':[ | {} | tool_choice.allowed_tools.tools[",
                " | 'model':'m' | model",
            })
    void boundsTheValuesOfWhatItKnowsAndNamesTheirField(String start, String item, String path) {
        String body = "{" + (start == null ? "" : start) + (item + ",").repeat(Requests.MAX_VALUES);

        InvalidRequestException refusal = Requests.refusal(body);

        assertThat(refusal).hasMessageContaining("too many values").hasMessageContaining("200000");
        assertThat(refusal.param()).startsWith(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'model': | model",
                "'temperature': | temperature",
                "'stream': | stream",
                "'stop': | stop",
                "'metadata':{'a': | metadata.a",
                "'messages':{'a': | messages",
                "'messages':[{'role': | messages[0].role",
                "'messages':[{'role':'user','content':[{'type': | messages[0].content[0].type",
                "'messages':[{'role':'user','content':[{'type':'text','text': | messages[0].content[0].text",
                "'messages':[{'role':'assistant','tool_calls':{'a': | messages[0].tool_calls",
                "'messages':[{'role':'assistant','function_call':{'name':'f','arguments': | messages[0].function_call.arguments",
                "'tools':{'a': | tools",
                "'response_format':{'type': | response_format.type",
            })
    void readsNoTreeWhereASingleValueBelongs(String start, String path) {
        String crowd = "[" + "{'':{}},".repeat(Requests.MAX_VALUES) + "1]";
        String good = "'model':'m','messages':[{'role':'user','content':'hi'}],";

        InvalidRequestException refusal =
                Requests.refusal("{" + good + closed(start + (start.contains("'stop'") ? "{'a':" + crowd : crowd)));

        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo("invalid_type");
        assertThat(refusal.param()).isEqualTo(path);
    }

    /** With the ends of what is open. */
    private static String closed(String start) {
        StringBuilder ends = new StringBuilder("}");
        for (char c : start.toCharArray()) {
            switch (c) {
                case '{' -> ends.insert(0, '}');
                case '[' -> ends.insert(0, ']');
                case '}', ']' -> ends.deleteCharAt(0);
                default -> {}
            }
        }
        return start + ends;
    }

    @Test
    void decodesALongTextLikeAShortOne() throws Exception {
        String[] pieces = {
            "plain",
            "\\\\",
            "\\\"",
            "\\/",
            "\\b\\f\\n\\r\\t",
            "\\u00e9",
            "\\u0000",
            "é",
            "€",
            "😀",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\ud83d\\ud83d\\ude00",
            "\\ud83dx",
            "\\ud83d\\n",
            "\\uD83D\\uDE00",
            "日本語"
        };
        Random random = new Random(20261125);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 20_000) {
                text.append(pieces[random.nextInt(1 + Math.min(round, pieces.length - 1))]);
            }
            String body = "\n  " + chat("\"x\":\"é\",", text.toString());
            JsonNode parsed = new JsonMapper().readTree(body);
            String expected = WellFormedText.of(parsed.at("/messages/0/content").textValue());

            for (byte[] bytes : new byte[][] {
                body.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + body).getBytes(StandardCharsets.UTF_8),
                body.getBytes(StandardCharsets.UTF_16BE)
            }) {
                assertThat(Requests.read(bytes).conversation().turns())
                        .containsExactly(Turn.of(Turn.Role.USER, expected));
            }
        }
    }

    private static String chat(String fields, String text) {
        return "{" + fields + "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "\\u12", "\\ud83\"", "\n", "\u0001"})
    void refusesALongTextThatIsNoJsonString(String wrong) {
        String body = chat("", "x".repeat(20_000) + wrong + "x");

        assertThat(Requests.refusal(body.getBytes(StandardCharsets.UTF_8))).hasMessageStartingWith(NOT_JSON);
    }

    @Test
    void refusesALongTextThatIsNotUtf8() {
        byte[] body = chat("", "x".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        body[15_000] = (byte) 0xff;

        assertThat(Requests.refusal(body)).hasMessageStartingWith(NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\", "\\u", "\\u12", "\\ud83d", "\\ud83d\\", "\\ud83d\\ude0", "é"})
    void refusesALongTextThatIsCut(String end) {
        String body = chat("", "x".repeat(20_000));
        body = body.substring(0, body.length() - 4) + end;

        assertThat(Requests.refusal(body.getBytes(StandardCharsets.UTF_8))).hasMessageStartingWith(NOT_JSON);
    }

    @Test
    void takesRoomForWhatItReadsAndStopsWhenThereIsNone() {
        byte[] body = Requests.bytes(Requests.withMessages("{'role':'user','content':'x'},".repeat(10_000) + "{}"));
        GatewayException full = new GatewayException(Failure.OVERLOADED, "full");
        long[] taken = {0};
        MemoryShare share = new MemoryShare() {
            @Override
            public void take(long bytes) throws GatewayException {
                taken[0] += bytes;
                if (taken[0] > 1_000_000) {
                    throw full;
                }
            }

            @Override
            public void giveBack(long bytes) {
                taken[0] -= bytes;
            }
        };
        ChatCompletionRequestReader reader = new ChatCompletionRequestReader(FileLimits.TEXT_ONLY, Requests.MAX_VALUES);

        assertThatThrownBy(() -> reader.parse(body, share)).isSameAs(full);
        assertThat(taken[0]).isLessThan(1_100_000);
    }

    @Test
    void repeatsOnlyAShortPieceOfWhatItRefuses() {
        String role = "r\\u0007\\n" + "x".repeat(1_000_000);

        InvalidRequestException refusal =
                Requests.refusal(Requests.withMessages("{'role':'" + role + "','content':''}"));

        assertThat(refusal.getMessage()).hasSizeLessThan(400).startsWith("Invalid value: 'rxxx");
    }

    @Test
    void refusesAModelNameThatIsTooLong() {
        InvalidRequestException refusal = Requests.refusal("{'model':'" + "m".repeat(257) + "','messages':[]}");

        assertThat(refusal.code()).isEqualTo("string_above_max_length");
        assertThat(refusal.param()).isEqualTo("model");
    }

    @Test
    void refusesTextsToStopAtThatAreTooLong() throws Exception {
        String longest = "s".repeat(1024);
        assertThat(Requests.conversation(Requests.with("'stop':'" + longest + "'"))
                        .stop())
                .containsExactly(longest);

        InvalidRequestException refusal = Requests.refusal(Requests.with("'stop':['a','" + longest + "s']"));

        assertThat(refusal.code()).isEqualTo("string_above_max_length");
        assertThat(refusal.param()).isEqualTo("stop[1]");
    }

    @Test
    void refusesMetadataBeyondOpenAisLimits() {
        assertThat(Requests.refusal(Requests.with("'metadata':{'k':'" + "v".repeat(513) + "'}"))
                        .code())
                .isEqualTo("string_above_max_length");
        assertThat(Requests.refusal(Requests.with("'metadata':{'" + "k".repeat(65) + "':'v'}"))
                        .code())
                .isEqualTo("string_above_max_length");
        StringBuilder pairs = new StringBuilder("'0':''");
        for (int i = 1; i < 17; i++) {
            pairs.append(",'").append(i).append("':''");
        }
        assertThat(Requests.refusal(Requests.with("'metadata':{" + pairs + "}")).code())
                .isEqualTo("object_above_max_properties");
    }

    @Test
    void takesTheLastOfSeveralFieldsOfOneName() throws Exception {
        assertThat(Requests.conversation(Requests.with("'model':'a','model':'b'"))
                        .model())
                .isEqualTo("b");
    }

    @Test
    void readsTwentyMegabytesInOneMessageOrInMany() throws Exception {
        String long1 = Requests.withMessages("{'role':'user','content':'" + "x".repeat(20_000_000) + "'}");
        assertThat(Requests.conversation(long1).turns().get(0).text()).hasSize(20_000_000);

        String turn = "{'role':'user','name':'bob','content':'" + "y".repeat(800) + "'}";
        String many = Requests.withMessages((turn + ",").repeat(20_000) + turn);
        assertThat(Requests.conversation(many).turns()).hasSize(20_001);
    }

    @Test
    void throwsNothingElseWhateverBecomesOfAGoodBody() {
        byte[] good = Requests.bytes(RICH);
        assertThat(Requests.refusal(good)).isNull();
        Random random = new Random(20261123);
        int refused = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] mutant = mutate(good, random);
            // fails by itself should anything but an InvalidRequestException come out
            refused += Requests.refusal(mutant) == null ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void throwsNothingElseWhenOneValueIsReplacedByAnother() {
        String[] values = {"null", "1", "-1", "1.5", "true", "''", "'x'", "[]", "{}", "[null]", "[{}]", "[[1]]", "1e400"
        };
        String[] places = RICH.split("(?<=:)|(?=,)");
        for (int place = 0; place < places.length; place++) {
            for (String value : values) {
                String[] changed = places.clone();
                changed[place] = value;
                Requests.refusal(String.join("", changed));
            }
        }
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] mutant = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) "{}[]\",:0 \\n".charAt(random.nextInt(11));
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                default ->
                    System.arraycopy(
                            good, random.nextInt(good.length - 20), mutant, at, Math.min(20, mutant.length - at));
            }
        }
        return mutant;
    }
}
