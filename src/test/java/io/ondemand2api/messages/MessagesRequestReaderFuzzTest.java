package io.ondemand2api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.FuzzedReader;
import io.ondemand2api.core.schema.SchemaBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of any bytes for {@code POST /v1/messages}. */
class MessagesRequestReaderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final MessagesRequestReader READER =
            new MessagesRequestReader(FileLimits.TEXT_ONLY, 100_000, SchemaBudget::new, true);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "'messages':[{'role':'user','content':'hi'}]",
                        "'messages':[{'role':'user','content':'hi'}],'system':[{'type':'text','text':'s'},{'type':'text',"
                                + "'text':'x-anthropic-billing-header: 1'}],'stream':true,'temperature':1,'top_p':0.5,"
                                + "'stop_sequences':['a','b'],'thinking':{'type':'enabled','budget_tokens':2000},"
                                + "'output_config':{'effort':'low'},'mcp_servers':[]",
                        "'messages':[{'role':'user','content':[{'type':'text','text':'hi \\ud83d'},{'type':'document',"
                                + "'title':'t','context':'c','source':{'type':'text','media_type':'text/plain','data':'d'}},"
                                + "{'type':'document','source':{'type':'content','content':[{'type':'text','text':'p'}]}},"
                                + "{'type':'search_result','source':'s','title':'t','content':[{'type':'text','text':'p'}]}]},"
                                + "{'role':'assistant','content':[{'type':'thinking','thinking':'t'},{'type':'text',"
                                + "'text':'a'},{'type':'tool_use','id':'c','name':'f','input':{'a':'\\ude00'}}]},"
                                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','is_error':true,"
                                + "'content':[{'type':'text','text':'r'},{'type':'tool_reference','tool_name':'f'}]}]},"
                                + "{'role':'system','content':'s'}]",
                        "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':"
                                + "'image/png','data':'iVBO'}}]}]",
                        "'messages':[{'role':'user','content':'hi'}],'tools':[{'name':'f','description':'d','strict':true,"
                                + "'input_schema':{'type':'object','properties':{'a':{'$ref':'#/$defs/c'}},'$defs':{'c':"
                                + "{'pattern':'^a+$'}}}},{'type':'web_search_20250305','name':'web_search',"
                                + "'allowed_domains':['a.b']}],'tool_choice':{'type':'tool','name':'f',"
                                + "'disable_parallel_tool_use':true}",
                        "'messages':[{'role':'assistant','content':null},{'role':'assistant','content':[{'type':'compaction',"
                                + "'content':'c'}]}],'output_format':{'type':'json_schema','schema':{'type':'object',"
                                + "'patternProperties':{'^a':{'anyOf':[{'const':1}]}}}}",
                        "'messages':[{'role':'user','content':'" + "x\\ud83d".repeat(3000) + "'}],'x':[{'':{}}]")
                .map(fields -> ("{'model':'m','max_tokens':9," + fields + "}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"messages\":[",
        "\"role\":\"assistant\"",
        "\"type\":\"text\"",
        "\"type\":\"tool_use\"",
        "\"type\":\"tool_result\"",
        "\"type\":\"document\"",
        "\"tool_use_id\":",
        "\"source\":{\"type\":\"base64\"",
        "\"content\":",
        "\"input\":{",
        "\"input_schema\":{",
        "\"tool_choice\":{\"type\":",
        "\"system\":[",
        "\"$ref\":\"#\"",
        "1e400",
        "null"
    })
    @FuzzTest(maxDuration = "60s")
    void readsOrRefuses(byte[] body) throws IOException {
        GatewayError error = FuzzedReader.check(
                bytes -> READER.read(READER.parse(bytes, MemoryShare.UNLIMITED)).conversation(), body);

        if (error != null) {
            JsonNode told = JSON.readTree(new AnthropicErrors().body(error, "req_1"));
            assertThat(told.path("type").asText()).isEqualTo("error");
            assertThat(told.at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(told.at("/error/message").asText()).isNotBlank();
        }
    }
}
