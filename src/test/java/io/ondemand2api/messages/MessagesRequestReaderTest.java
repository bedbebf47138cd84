package io.ondemand2api.messages;

import static io.ondemand2api.messages.MessageBodies.conversation;
import static io.ondemand2api.messages.MessageBodies.refusal;
import static io.ondemand2api.messages.MessageBodies.with;
import static io.ondemand2api.messages.MessageBodies.withMessages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Fingerprint;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestReaderTest {

    private static final String CALLED =
            "{'role':'assistant','content':[{'type':'text','text':'I '},{'type':'thinking',"
                    + "'thinking':'t','signature':'s'},{'type':'text','text':'look.'},{'type':'redacted_thinking','data':'x'},"
                    + "{'type':'tool_use','id':'toolu_1','name':'read','input':{'path':'a','lines':[1,2.50]}}]}";

    @Test
    void takesTheCommonParametersOver() throws Exception {
        MessagesRequest request = MessageBodies.read(
                with("'stream':true,'temperature':0.5,'top_p':0.9,'top_k':4,'stop_sequences':['a','','b'],"
                        + "'system':'Be brief.','metadata':{'user_id':'u'},'service_tier':'auto','unknown':{'x':[1]}"));

        Conversation conversation = request.conversation();
        assertThat(request.stream()).isTrue();
        assertThat(request.showThinking()).isFalse();
        assertThat(conversation.model()).isEqualTo("m");
        assertThat(conversation.maxTokens()).isEqualTo(9);
        assertThat(conversation.sampling().temperature()).isEqualTo(0.5);
        assertThat(conversation.sampling().topP()).isEqualTo(0.9);
        assertThat(conversation.stop()).containsExactly("a", "b");
        assertThat(conversation.instructions()).isEqualTo("Be brief.");
        assertThat(conversation.turns()).containsExactly(Turn.of(Turn.Role.USER, "hi"));
        assertThat(conversation.format()).isEqualTo(OutputFormat.TEXT);
    }

    @Test
    void leavesTheBillingBlockOutOfTheInstructionsAndSoOutOfTheFingerprint() throws Exception {
        String body = "'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=2; cch=%s;'},"
                + "{'type':'text','text':'One.','cache_control':{'type':'ephemeral'}},{'type':'text','text':'Two.'}]";

        Conversation first = conversation(with(body.formatted("a1")));
        Conversation second = conversation(with(body.formatted("b2")));

        assertThat(first.instructions()).isEqualTo("One.\n\nTwo.");
        Turn answer = Turn.of(Turn.Role.ASSISTANT, "x");
        assertThat(new Fingerprint("c", "e", first).with(answer))
                .isEqualTo(new Fingerprint("c", "e", second).with(answer));
    }

    @Test
    void joinsTheTextOfAnAssistantAsItWasGivenAndDropsItsThinking() throws Exception {
        Turn turn = conversation(withMessages("{'role':'user','content':'hi'}," + CALLED))
                .turns()
                .get(1);

        assertThat(turn.text()).isEqualTo("I look.");
        assertThat(turn.toolCalls())
                .containsExactly(new ToolCall("toolu_1", "read", "{\"path\":\"a\",\"lines\":[1,2.5]}"));
    }

    @Test
    void makesATurnOfEachResultAndOfTheWordsAround() throws Exception {
        List<Turn> turns = conversation(withMessages(CALLED
                        + ",{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'},"
                        + "{'type':'tool_result','tool_use_id':'toolu_1','content':'whole'},"
                        + "{'type':'tool_result','tool_use_id':'toolu_1','is_error':true,"
                        + "'content':[{'type':'text','text':'p'},{'type':'text','text':'q'}]},"
                        + "{'type':'tool_result','tool_use_id':'toolu_1'},{'type':'text','text':'c'}]}"))
                .turns();

        assertThat(turns)
                .extracting(Turn::role)
                .containsExactly(
                        Turn.Role.ASSISTANT,
                        Turn.Role.USER,
                        Turn.Role.TOOL,
                        Turn.Role.TOOL,
                        Turn.Role.TOOL,
                        Turn.Role.USER);
        assertThat(turns)
                .extracting(Turn::text)
                .containsExactly("I look.", "a\nb", "whole", "The call failed:\np\nq", "", "c");
        assertThat(turns.get(2).name()).isEqualTo("read");
        assertThat(turns.get(2).toolCallId()).isEqualTo("toolu_1");
    }

    @Test
    void leavesAMessageOfTheSystemWhereItStands() throws Exception {
        Conversation conversation = conversation(withMessages(
                "{'role':'user','content':'hi'},{'role':'system','content':[{'type':'text','text':'note'}]}"));

        assertThat(conversation.instructions()).isEmpty();
        assertThat(conversation.turns())
                .containsExactly(
                        Turn.of(Turn.Role.USER, "hi"), new Turn(Turn.Role.USER, "system", "note", List.of(), null));
    }

    @Test
    void takesMessagesOfTheSameRoleAndLeavesOutSilentAnswers() throws Exception {
        assertThat(conversation(withMessages("{'role':'user','content':'a'},{'role':'user','content':'b'},"
                                + "{'role':'assistant','content':[]},{'role':'assistant','content':''}"))
                        .turns())
                .extracting(Turn::text)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'thinking':{'type':'enabled','budget_tokens':1024} | LOW | true",
                "'thinking':{'type':'enabled','budget_tokens':10000} | MEDIUM | true",
                "'thinking':{'type':'enabled','budget_tokens':31999} | MAX | true",
                "'thinking':{'type':'adaptive'} | - | true",
                "'thinking':{'type':'adaptive','display':'omitted'} | - | false",
                "'thinking':{'type':'adaptive'},'output_config':{'effort':'low'} | LOW | true",
                "'thinking':{'type':'enabled','budget_tokens':1024},'output_config':{'effort':'xhigh'} | MAX | true",
                "'thinking':{'type':'disabled'},'output_config':{'effort':'high'} | - | false",
                "'output_config':{'effort':'medium'} | MEDIUM | false",
            })
    void readsHowLongTheModelMayThinkAndWhetherThatIsShown(String fields, ReasoningEffort effort, boolean shown)
            throws Exception {
        MessagesRequest request = MessageBodies.read(with(fields));

        assertThat(request.conversation().reasoningEffort()).isEqualTo(effort);
        assertThat(request.showThinking()).isEqualTo(shown);
    }

    @Test
    void readsToolsAndTheirChoice() throws Exception {
        String name = "n".repeat(128);
        String tools = "'tools':[{'name':'" + name + "','description':'d','input_schema':{'type':'object'},"
                + "'cache_control':{'type':'ephemeral'}},{'type':'custom','name':'b','input_schema':{},'strict':true}],";

        Conversation any = conversation(with(tools + "'tool_choice':{'type':'any','disable_parallel_tool_use':true}"));
        Conversation named = conversation(with(tools + "'tool_choice':{'type':'tool','name':'b'}"));
        Conversation none = conversation(with(tools + "'tool_choice':{'type':'none'}"));

        assertThat(any.tools().tools()).extracting(Tool::name).containsExactly(name, "b");
        assertThat(any.tools().choice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(any.tools().parallel()).isFalse();
        assertThat(named.tools().tools()).extracting(Tool::strict).containsExactly(true);
        assertThat(none.tools().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}",
                "'output_format':{'type':'json_schema','schema':{'type':'object'}}"
            })
    void readsTheFormOfTheAnswer(String fields) throws Exception {
        assertThat(conversation(with(fields)).format()).isInstanceOf(OutputFormat.Schema.class);
    }

    @Test
    void takesTextDocumentsIntoTheWords() throws Exception {
        assertThat(conversation(
                                withMessages(
                                        "{'role':'user','content':[{'type':'document','context':'c','source':"
                                                + "{'type':'content','content':[{'type':'text','text':'x'},{'type':'text','text':'y'}]}}]}"))
                        .turns())
                .extracting(Turn::text)
                .containsExactly("c\n<file name=\"document.txt\">\nx\ny\n</file>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'max_tokens':1.5 | max_tokens",
                "'stop_sequences':'x' | stop_sequences",
                "'stop_sequences':[1] | stop_sequences[0]",
                "'system':7 | system",
                "'tools':[{'type':'bash_20250124','name':'bash'}] | tools[0].type",
                "'tool_choice':{'type':'any'} | tool_choice",
                "'tools':[{'name':'a','input_schema':{}}],'tool_choice':{'type':'tool','name':'b'} | tool_choice.name",
                "'thinking':{'type':'enabled','budget_tokens':'x'} | thinking.budget_tokens",
                "'output_config':{'format':{'type':'xml'}} | output_config.format.type",
                "'output_format':{'type':'json_schema','schema':{'$ref':'#/nowhere'}} | output_format.schema",
                "'top_p':2 | top_p",
                "'stream':'yes' | stream",
            })
    void namesThePathOfWhatIsWrong(String fields, String path) {
        assertThat(refusal(with(fields)).param()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'role':'user'} | messages[0].content",
                "{'role':'user','content':[]} | messages[0].content",
                "{'role':'user','content':[7]} | messages[0].content[0]",
                "{'role':'user','content':[{'type':'text'}]} | messages[0].content[0].text",
                "{'role':'user','content':[{'type':'tool_use','id':'a','name':'b','input':{}}]} | messages[0].content[0].type",
                "{'role':'assistant','content':[{'type':'image'}]} | messages[0].content[0].type",
                "{'role':'assistant','content':[{'type':'tool_use','name':'b','input':{}}]} | messages[0].content[0].id",
                "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'b','input':7}]} | messages[0].content[0].input",
                "{'role':'user','content':[{'type':'image','source':{'type':'file','file_id':'f'}}]} | messages[0].content[0].source.type",
                "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/bmp','data':'x'}}]} | messages[0].content[0].source.media_type",
            })
    void namesThePathOfWhatIsWrongInAMessage(String message, String path) {
        assertThat(refusal(withMessages(message)).param()).isEqualTo(path);
    }

    @Test
    void readsNoMoreValuesThanItMay() {
        String calls = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\",\"input\":{\"l\":["
                + "1,".repeat(MessageBodies.MAX_VALUES) + "1]}}";
        byte[] body = ("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":[" + calls
                        + "]}]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> MessageBodies.read(body))
                        .param())
                .startsWith("messages[0].content[0].input");
    }
}
