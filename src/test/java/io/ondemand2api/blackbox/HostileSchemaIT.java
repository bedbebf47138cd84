package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools' schemas of strangers: what costs too much is refused with its path, all else is served. */
@Timeout(60)
class HostileSchemaIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        gateway.simulator().resetToDefaults();
        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("hello"));
    }

    static Stream<String> refused() {
        return HostileSchemas.refused().values().stream();
    }

    static Stream<String> accepted() {
        return HostileSchemas.accepted().values().stream();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesASchemaThatCostsTooMuchAndNamesIt(String schema) {
        String good = HostileSchemas.tool("g", "{'type':'object'}");

        refusal(
                gateway.chat(
                        HostileSchemas.request(String.join(",", good, good, good, HostileSchemas.tool("f", schema)))),
                "tools[3].function.parameters");
        refusal(
                gateway.chat(HostileSchemas.json("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],"
                        + "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':" + schema
                        + "}}}")),
                "response_format.json_schema.schema");
        assertThat(gateway.simulator().queries()).isEmpty();
    }

    private static void refusal(HttpResponse<String> answer, String path) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = Chat.json(answer.body()).path("error");
        assertThat(error.path("param").asText()).isEqualTo(path);
        assertThat(error.path("message").asText())
                .startsWith("Invalid schema for")
                .hasSizeLessThan(300);
    }

    @Test
    void refusesTwentyToolsOfWhichEachDoublesItsWork() {
        assertThat(HostileSchemas.twentyDoublingTools().length()).isLessThan(30_000);

        refusal(gateway.chat(HostileSchemas.twentyDoublingTools()), "tools[0].function.parameters");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void servesASchemaWhoseCostIsTheValues(String schema) {
        String parameters =
                schema.startsWith("{'type'") ? schema : "{'type':'object','properties':{'v':" + schema + "}}";
        String call = "<tool_call>{\"name\":\"f\",\"arguments\":{\"v\":"
                + "[".repeat(60) + "1,".repeat(30_000) + "\"aaaaaaaaaaaaaaaaaaaaaaaa\"" + "]".repeat(60)
                + "}}</tool_call>";
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying(call));

        HttpResponse<String> answer = gateway.chat(HostileSchemas.request(HostileSchemas.tool("f", parameters)));

        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400, 502);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void servesAPatternThatWouldBacktrackForEver() {
        assertThat(gateway.chat(HostileSchemas.backtrackingRequest()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void enforcesAPatternInLinearTime() {
        String tool = HostileSchemas.tool(
                "f", "{'type':'object','properties':{'a':{'type':'string','pattern':'^(x+x+)+y$'}},'required':['a']}");
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce().saying(call(query.ordinal() == 1 ? "x".repeat(20_000) : "xxy")));

        HttpResponse<String> answer = gateway.chat(HostileSchemas.request(tool));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("xxy").doesNotContain("xxxx");
        assertThat(gateway.simulator().queries()).hasSize(2);
        assertThat(gateway.simulator().queries().get(1).query())
                .contains("does not match the regex pattern ^(x+x+)+y$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(?=.*[0-9]).{8,}$", "^(a)\\\\1$", "^(?<!b)a$", "(", "^a*+$"})
    void tellsThePatternsThatItCannotMatchAndEnforcesNone(String pattern) {
        String string = "{'type':'string','pattern':'" + pattern + "'}";
        String tool = HostileSchemas.tool(
                "f", "{'type':'object','properties':{'a':" + string + ",'b':{'not':" + string + "}},'required':['a']}");
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"zzz\",\"b\":\"zzz\"}}</tool_call>"));

        HttpResponse<String> answer = gateway.chat(HostileSchemas.request(tool));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("zzz");
        assertThat(gateway.simulator().queries()).hasSize(1);
        assertThat(gateway.simulator().queries().get(0).fulfillmentPrompt()).contains(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$id':'Tool','type':'object','properties':{'a':{'type':'string'}}}",
                "{'id':'Tool','type':'object','properties':{'a':{'type':'string'}}}",
                "{'$schema':'http://json-schema.org/draft-04/schema#','id':'Tool','type':'object','properties':"
                        + "{'a':{'$ref':'#/definitions/t'}},'definitions':{'t':{'type':'string'}}}",
                "{'$id':'/tools/Tool.json','type':'object','properties':{'a':{'$ref':'Text'}},"
                        + "'$defs':{'t':{'$id':'Text','type':'string'}}}",
                "{'$id':'my tool','type':'object','properties':{'a':{'$ref':'#/$defs/t'}},'$defs':{'t':{'type':'string'}}}",
                "{'$id':'urn:uuid:1','type':'object','properties':{'a':{'$ref':'#t'}},'$defs':{'t':{'$anchor':'t','type':"
                        + "'string'}}}",
                "{'$id':'Tool','type':'object','properties':{'a':{'$ref':'Tool#/$defs/t'}},'$defs':{'t':{'type':'string'}}}",
                "{'type':'object','properties':{'a':{'$id':'A','type':'string'},'b':{'$id':'A','type':'string'}}}",
            })
    void takesIdsOfAllKindsAndChecksByWhatTheyName(String schema) {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(
                                query.ordinal() == 1
                                        ? "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":[]}}</tool_call>"
                                        : call("right")));

        HttpResponse<String> answer = gateway.chat(HostileSchemas.request(HostileSchemas.tool("f", schema)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("right");
    }

    private static String call(String a) {
        return "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"" + a + "\"}}</tool_call>";
    }
}
