package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.request.FuzzedReader;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of any bytes for {@code POST /v1/chat/completions}. */
class ChatCompletionRequestReaderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<byte[]> seeds() {
        String tool = "{'type':'function','function':{'name':'f','description':'d','strict':true,'parameters':"
                + "{'type':'object','properties':{'a':{'type':['string','null'],'enum':['x',null]},'b':{'$ref':'#/$defs/c'}},"
                + "'$defs':{'c':{'type':'integer','minimum':0}},'required':['a'],'additionalProperties':false}}}";
        return Stream.of(
                        Requests.with(""),
                        Requests.with(
                                "'stream':true,'stream_options':{'include_usage':true},'temperature':0.7,'top_p':1,"
                                        + "'max_tokens':10,'max_completion_tokens':9,'stop':['a','b'],'n':1,'seed':7,"
                                        + "'reasoning_effort':'low','metadata':{'k':'v'},'modalities':['text'],'user':null"),
                        Requests.with("'tools':[" + tool + "],'parallel_tool_calls':false,"
                                + "'tool_choice':{'type':'function','function':{'name':'f'}}"),
                        Requests.with("'tools':[" + tool + "],'tool_choice':{'type':'allowed_tools','allowed_tools':"
                                + "{'mode':'required','tools':[{'type':'function','function':{'name':'f'}}]}}"),
                        Requests.with("'functions':[{'name':'f','parameters':{}}],'function_call':{'name':'f'}"),
                        Requests.with("'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,"
                                + "'schema':{'type':'object','patternProperties':{'^a+$':{'anyOf':[{'const':1}]}}}}}"),
                        Requests.withMessages("{'role':'developer','content':'s'},"
                                + "{'role':'user','name':'bob','content':[{'type':'text','text':'hi \\u00e9'}]},"
                                + "{'role':'assistant','content':null,'refusal':null,'tool_calls':[{'id':'a','type':"
                                + "'function','function':{'name':'f','arguments':'{}'}}]},"
                                + "{'role':'tool','tool_call_id':'a','content':'r'},"
                                + "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}"),
                        Requests.withMessages("{'role':'assistant','content':null},{'role':'user','content':'\\ud83d'},"
                                + "{'role':'assistant','tool_calls':[{'id':'\\ude00','function':{'name':'a.b \\ud83d',"
                                + "'arguments':'{\\u0022a\\u0022:\\u0022\\ud83d\\u0022}'}}]},"
                                + "{'role':'function','name':'x.y','content':null},"
                                + "{'role':'user','content':[{'type':'file','file':{'filename':'a.md','file_data':"
                                + "'data:text/markdown;charset=utf-16;base64,aGk='}}]}"),
                        "{'model':'m','messages':[{'role':'user','content':'" + "x\\ud83d".repeat(3000)
                                + "'}],'x':[{'':{}}]}")
                .map(Requests::bytes);
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"model\":",
        "\"messages\":[",
        "\"role\":\"assistant\"",
        "\"role\":\"tool\"",
        "\"content\":",
        "\"tool_calls\":[",
        "\"tool_call_id\":",
        "\"tools\":[",
        "\"tool_choice\":",
        "\"parameters\":{",
        "\"response_format\":{\"type\":\"json_schema\"",
        "\"$ref\":\"#\"",
        "\"pattern\":",
        "\"stream_options\":",
        "1e400",
        "null"
    })
    @FuzzTest(maxDuration = "90s")
    void readsOrRefuses(byte[] body) throws IOException {
        GatewayError error = FuzzedReader.check(bytes -> Requests.read(bytes).conversation(), body);

        if (error != null) {
            JsonNode told = JSON.readTree(new OpenAiErrors(OpenAiErrors.MESSAGES).body(error, null))
                    .path("error");
            assertThat(told.path("message").asText()).isNotBlank();
            assertThat(told.path("type").asText()).isEqualTo("invalid_request_error");
        }
    }
}
