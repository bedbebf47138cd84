package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.conversation.Conversation;
import io.ondemand2api.conversation.InvalidRequestException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of any bytes: a conversation, or the caller's mistake in OpenAI's own form; nothing else comes out. */
class ChatCompletionRequestReaderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_MESSAGE = 2_000;

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
                                + "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}"))
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
        InvalidRequestException refusal = null;
        Conversation conversation = null;
        try {
            conversation = Requests.read(body).conversation();
        } catch (InvalidRequestException wrong) {
            refusal = wrong;
        }

        if (refusal == null) {
            assertThat(conversation.model()).isNotBlank();
            assertThat(conversation.turns()).isNotNull();
        } else {
            OpenAiError error = OpenAiError.of(refusal);
            assertThat(error.status()).isBetween(400, 499);
            JsonNode told = JSON.readTree(error.toJson()).path("error");
            assertThat(told.path("message").asText()).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
            assertThat(told.path("type").asText()).isEqualTo("invalid_request_error");
        }
    }
}
