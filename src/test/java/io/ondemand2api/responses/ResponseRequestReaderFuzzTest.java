package io.ondemand2api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.FuzzedReader;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.openai.OpenAiErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of any bytes for {@code POST /v1/responses}. */
class ResponseRequestReaderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OWNER = "client-1";
    private static final ResponseStore STORE = store();
    private static final ResponseRequestReader READER = new ResponseRequestReader(
            FileLimits.TEXT_ONLY, 100_000, SchemaBudget::new, STORE, new DetachedResponses(STORE), 65_536, true);

    private static ResponseStore store() {
        ResponseStore store = new ResponseStore(new ResponseStoreLimits(10, 1_000_000, Duration.ofDays(1)));
        OutputItem item = OutputItem.words(OutputItem.Kind.MESSAGE, "msg_1", "hello", List.of());
        store.put(
                OWNER,
                new StoredResponse(
                        "resp_1",
                        new byte[2],
                        List.of(),
                        "be kind",
                        List.of(Turn.of(Turn.Role.USER, "hi"), AnswerTurn.of(List.of(item))),
                        List.of(item),
                        null));
        return store;
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "'input':'hi'",
                        "'input':'hi','instructions':'s','stream':true,'store':false,'temperature':0.7,'top_p':1,"
                                + "'max_output_tokens':16,'reasoning':{'effort':'low','summary':'auto'},"
                                + "'metadata':{'k':'v'},'truncation':'auto','top_logprobs':0,'text':{'verbosity':'low'}",
                        "'previous_response_id':'resp_1','input':[{'type':'item_reference','id':'msg_1'},"
                                + "{'role':'user','content':'on'}]",
                        "'input':[{'type':'message','role':'developer','content':'s'},{'role':'user','content':"
                                + "[{'type':'input_text','text':'hi \\ud83d'},{'type':'input_file','filename':'a.md',"
                                + "'file_data':'data:text/markdown;charset=utf-16;base64,aGk='}]},"
                                + "{'type':'reasoning','summary':[]},"
                                + "{'type':'function_call','call_id':'c','name':'f','namespace':'n','arguments':{'a':1}},"
                                + "{'type':'function_call_output','call_id':'c','output':[{'type':'input_text','text':'r'}]},"
                                + "{'type':'custom_tool_call','call_id':'d','name':'g','input':'\\u0022\\ude00'},"
                                + "{'type':'custom_tool_call_output','call_id':'d','output':{'a':[]}},"
                                + "{'role':'assistant','content':[{'type':'refusal','refusal':'no'}]}]",
                        "'input':'hi','tools':[{'type':'function','name':'f','description':'d','strict':true,'parameters':"
                                + "{'type':'object','properties':{'a':{'$ref':'#/$defs/c'}},'$defs':{'c':{'pattern':'^a+$'}},"
                                + "'required':['a'],'additionalProperties':false}},{'type':'custom','name':'g','format':"
                                + "{'type':'grammar','syntax':'lark','definition':'x'}},{'type':'namespace','name':'n',"
                                + "'tools':[{'type':'function','function':{'name':'f'}}]},{'type':'web_search','filters':"
                                + "{'allowed_domains':['a.b']}}],'tool_choice':{'type':'allowed_tools','mode':'required',"
                                + "'tools':[{'type':'function','name':'f'}]},'parallel_tool_calls':false",
                        "'input':[{'type':'additional_tools','tools':[{'type':'custom','name':'h'}]}],'instructions':'s',"
                                + "'tool_choice':{'type':'custom','name':'h'},'text':{'format':{'type':'json_schema',"
                                + "'name':'n','schema':{'type':'object','patternProperties':{'^a':{'anyOf':[{'const':1}]}}}}}",
                        "'input':'" + "x\\ud83d".repeat(3000) + "','x':[{'':{}}]")
                .map(fields ->
                        ("{'model':'m'," + fields + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"input\":[",
        "\"role\":\"assistant\"",
        "\"type\":\"function_call\"",
        "\"type\":\"function_call_output\"",
        "\"type\":\"item_reference\"",
        "\"type\":\"custom\"",
        "\"type\":\"namespace\"",
        "\"call_id\":",
        "\"content\":",
        "\"output\":",
        "\"tools\":[",
        "\"tool_choice\":",
        "\"parameters\":{",
        "\"previous_response_id\":\"resp_1\"",
        "\"$ref\":\"#\"",
        "1e400",
        "null"
    })
    @FuzzTest(maxDuration = "60s")
    void readsOrRefuses(byte[] body) throws IOException {
        GatewayError error = FuzzedReader.check(
                bytes -> READER.read(READER.parse(bytes, MemoryShare.UNLIMITED), OWNER, MemoryShare.UNLIMITED)
                        .conversation(),
                body);

        if (error != null) {
            JsonNode told = JSON.readTree(new OpenAiErrors(OpenAiErrors.INPUT).body(error, null))
                    .path("error");
            assertThat(told.path("message").asText()).isNotBlank();
            assertThat(told.path("type").asText()).isEqualTo("invalid_request_error");
        }
    }
}
