package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.conversation.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, they are read or refused as the caller's mistake; nothing else may happen. */
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
    void refusesNumbersAndCrowdsThatAreTooBig() {
        assertThat(Requests.refusal(Requests.with("'max_tokens':" + "9".repeat(5000))))
                .hasMessageStartingWith(NOT_JSON);
        assertThat(Requests.refusal(Requests.with("'x':[" + "[],".repeat(1_100_000) + "[]]")))
                .hasMessageContaining("too many values");
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

        String turn = "{'role':'user','name':'bob','content':'" + "y".repeat(60) + "'}";
        String many = Requests.withMessages((turn + ",").repeat(200_000) + turn);
        assertThat(Requests.conversation(many).turns()).hasSize(200_001);
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
