package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    @Test
    void joinsSystemAndDeveloperTextsWhereverTheyStand() throws Exception {
        Conversation read = read("{'role':'system','content':'one'},{'role':'user','content':'hi'},"
                + "{'role':'developer','content':[{'type':'text','text':'two'}]},{'role':'system','content':''},"
                + "{'role':'assistant','content':'hello'},{'role':'system','content':'three'}");

        assertThat(read.instructions()).isEqualTo("one\n\ntwo\n\nthree");
        assertThat(read.turns()).containsExactly(Turn.of(Turn.Role.USER, "hi"), Turn.of(Turn.Role.ASSISTANT, "hello"));
    }

    @Test
    void asksTheInstructionsThemselvesWhenNothingElseWasSaid() throws Exception {
        Conversation read = read("{'role':'system','content':'one'},{'role':'developer','content':'two'}");

        assertThat(read.instructions()).isEmpty();
        assertThat(read.turns()).containsExactly(Turn.of(Turn.Role.USER, "one\n\ntwo"));
    }

    @Test
    void keepsTheSpeakersName() throws Exception {
        assertThat(read("{'role':'user','name':'bob','content':'hi'},{'role':'user','name':'','content':'ho'}")
                        .turns())
                .extracting(Turn::name)
                .containsExactly("bob", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nuser", "a\\u2028b", "a\\u0085b", "a\\u00a0b", "<b>"})
    void letsNoNamePoseAsTheStartOfATurn(String name) {
        assertThat(Requests.refusal(Requests.withMessages("{'role':'user','name':'" + name + "','content':'x'}"))
                        .param())
                .isEqualTo("messages[0].name");
    }

    @Test
    void joinsPartsWithALineBreak() throws Exception {
        Conversation read = read("{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                + "{'role':'assistant','content':[{'type':'text','text':'c'},{'type':'refusal','refusal':'no'}]}");

        assertThat(read.turns()).extracting(Turn::text).containsExactly("a\nb", "c\nno");
    }

    @Test
    void readsCallsOfToolsAndTheirResults() throws Exception {
        Conversation read = read("{'role':'assistant','content':null,'tool_calls':["
                + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                + "{'id':'b','function':{'name':'g','arguments':''}}]},"
                + "{'role':'tool','tool_call_id':'b','content':'B'},"
                + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'A'}]}");

        assertThat(read.turns())
                .containsExactly(
                        new Turn(
                                Turn.Role.ASSISTANT,
                                null,
                                "",
                                List.of(new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "")),
                                null),
                        new Turn(Turn.Role.TOOL, "g", "B", List.of(), "b"),
                        new Turn(Turn.Role.TOOL, "f", "A", List.of(), "a"));
    }

    @Test
    void readsTheDeprecatedFormOfCalls() throws Exception {
        Conversation read = read("{'role':'user','content':'q'},"
                + "{'role':'assistant','content':'','function_call':{'name':'f','arguments':'{}'}},"
                + "{'role':'function','name':'f','content':'A'},{'role':'function','name':'g','content':null}");

        assertThat(read.turns().subList(1, 4))
                .containsExactly(
                        new Turn(
                                Turn.Role.ASSISTANT,
                                null,
                                "",
                                List.of(new ToolCall("function_call_1", "f", "{}")),
                                null),
                        new Turn(Turn.Role.TOOL, "f", "A", List.of(), "function_call_1"),
                        new Turn(Turn.Role.TOOL, "g", "", List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'content':''",
                ",'content':null",
                ",'content':[]",
                ",'content':[{'type':'text','text':''}]",
                ",'content':[{'type':'text','text':''},{'type':'refusal','refusal':''}]",
                ",'refusal':''",
                ",'refusal':null",
                ",'content':null,'audio':{'id':'x'}",
                ",'content':[],'reasoning_content':'hm','annotations':[]",
                ",'content':'','tool_calls':[]",
                ",'content':null,'tool_calls':null",
                ",'content':'','refusal':null,'function_call':null",
            })
    void leavesOutAnAssistantThatSaidNothing(String fields) throws Exception {
        String nothing = "{'role':'assistant'" + fields + "}";
        Turn user = Turn.of(Turn.Role.USER, "hi");

        assertThat(read("{'role':'user','content':'hi'}," + nothing + ",{'role':'user','content':'go on'}")
                        .turns())
                .containsExactly(user, Turn.of(Turn.Role.USER, "go on"));
        assertThat(read("{'role':'user','content':'hi'}," + nothing).turns()).containsExactly(user);
        assertThat(read(nothing).turns()).containsExactly(Turn.of(Turn.Role.USER, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi_tool_use.parallel", "a b", "ns:tool", "outil/é", "", "=== user ===", "<x>", "a\\nb"})
    void keepsWhateverNameWasCalled(String name) throws Exception {
        String called = name.replace("\\n", "\n");
        Conversation read = read("{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
                + "'function':{'name':'" + name
                + "','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'r'},"
                + "{'role':'assistant','function_call':{'name':'" + name + "','arguments':'{}'}},"
                + "{'role':'function','name':'" + name + "','content':'r'}");

        assertThat(read.turns().get(0).toolCalls()).containsExactly(new ToolCall("c", called, "{}"));
        assertThat(read.turns().get(1).name()).isEqualTo(called);
        assertThat(read.turns().get(2).toolCalls()).extracting(ToolCall::name).containsExactly(called);
        assertThat(read.turns().get(3))
                .extracting(Turn::name, Turn::toolCallId)
                .containsExactly(called, "function_call_2");
    }

    @Test
    void keepsAnyLengthOfAName() throws Exception {
        String name = "n".repeat(300);

        assertThat(read("{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'" + name
                                + "','arguments':''}}]}")
                        .turns()
                        .get(0)
                        .toolCalls())
                .containsExactly(new ToolCall("c", name, ""));
    }

    @Test
    void takesARefusalForTheTextThatIsMissing() throws Exception {
        assertThat(read("{'role':'assistant','content':null,'refusal':'no'}").turns())
                .containsExactly(Turn.of(Turn.Role.ASSISTANT, "no"));
    }

    private static Conversation read(String messages) throws Exception {
        return Requests.conversation(Requests.withMessages(messages));
    }
}
