package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.ReceivedQuery;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send that no other test sends: the model is asked all the same, and in words that it can read. */
class RequestReadingIT {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.simulator().clearRecords();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("ok"));
    }

    /** What the model was asked for a request that must have been answered. */
    private static ReceivedQuery asked(String path, String singleQuoted) {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.request(path)
                .POST(BodyPublishers.ofString(singleQuoted.replace('\'', '"')))
                .build());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(gateway.simulator().queries()).hasSize(1);
        return gateway.simulator().queries().get(0);
    }

    private static ReceivedQuery asked(String singleQuoted) {
        return asked("/v1/chat/completions", singleQuoted);
    }

    private static void mustBeWellFormed(ReceivedQuery query) {
        JsonNode configs = query.modelConfigs();
        assertThat(query.query() + query.fulfillmentPrompt() + configs)
                .doesNotContainPattern("[\\x{D800}-\\x{DFFF}]|\\\\[uU][dD][89abAB][0-9a-fA-F]{2}")
                .contains("\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':'cut \\ud83d here'}",
                "{'role':'user','content':'\\ude00'}",
                "{'role':'user','content':[{'type':'text','text':'a \\ud83d'},{'type':'text','text':'\\ude00'}]}",
                "{'role':'user','name':'bob\\ud83d','content':'hi'}",
                "{'role':'system','content':'\\ud83d'},{'role':'user','content':'hi'}",
                "{'role':'assistant','content':'\\ud83d\\ud83d\\ude00'},{'role':'user','content':'hi'}",
                "{'role':'assistant','tool_calls':[{'id':'\\ud83d','type':'function','function':{'name':'f',"
                        + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'\\ud83d','content':'r'}",
                "{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f\\ude00',"
                        + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'a','content':'r'}",
                "{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f',"
                        + "'arguments':'\\ud83d'}}]},{'role':'tool','tool_call_id':'a','content':'r'}",
            })
    void noHalfOfACharacterReachesTheModel(String messages) {
        mustBeWellFormed(asked("{'model':'gpt-4o','messages':[" + messages + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'description':'\\ud83d','parameters':{'type':'object'}",
                "'parameters':{'type':'object','properties':{'a':{'enum':['x\\ude00']}}}",
            })
    void noHalfOfACharacterOfAToolReachesTheModel(String fields) {
        mustBeWellFormed(asked("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'tools':[{'type':"
                + "'function','function':{'name':'f'," + fields + "}}]}"));
    }

    @Test
    void aNameOfAFieldMayHoldAWholeCharacterInTwoEscapesAndNoHalf() {
        String start = "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function',"
                + "'function':{'name':'f','parameters':{'type':'object','properties':{'";
        String end = "':{'type':'string'}}}}}]}";

        assertThat(asked(start + "a\\ud83d\\ude00" + end).fulfillmentPrompt()).contains("\"a😀\":{");
        HttpResponse<String> refused = gateway.chat((start + "a\\ud83d" + end).replace('\'', '"'));
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void noHalfOfACharacterOfAPromptReachesTheModel() {
        mustBeWellFormed(asked("/v1/completions", "{'model':'gpt-4o','prompt':['a \\ud83d']}"));
    }

    @Test
    void aWholeCharacterInTwoEscapesStaysWhole() {
        assertThat(asked("{'model':'gpt-4o','messages':[{'role':'user','content':'a \\ud83d\\ude00'}]}")
                        .query())
                .isEqualTo("a 😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi_tool_use.parallel", "functions.get weather", "ns:tool/é"})
    void aCallOfThePastMayHaveAnyName(String name) {
        ReceivedQuery query = asked("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'},"
                + "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'"
                + name + "','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'unknown tool'}]}");

        assertThat(query.query()).contains("\"name\":\"" + name + "\"", "=== tool (" + name + ") for call c ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'content':null",
                ",'content':''",
                ",'content':[]",
                ",'content':[{'type':'text','text':''}]",
                ",'content':null,'tool_calls':[]",
                ",'content':null,'refusal':null,'tool_calls':null,'function_call':null,'audio':null",
            })
    void anAssistantThatSaidNothingIsLeftOut(String fields) {
        ReceivedQuery query = asked("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'},{'role':'assistant'"
                + fields + "},{'role':'user','content':'go on'}]}");

        assertThat(query.query()).contains("hi", "go on").doesNotContain("=== assistant");
    }
}
