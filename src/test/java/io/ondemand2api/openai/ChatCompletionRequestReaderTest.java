package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionRequestReaderTest {

    @Test
    void leavesEverythingOpenThatTheCallerLeftOpen() throws Exception {
        ChatCompletionRequest request = Requests.read(Requests.with(""));

        assertThat(request.stream()).isFalse();
        assertThat(request.includeUsage()).isFalse();
        assertThat(request.conversation())
                .isEqualTo(new Conversation(
                        "m", "", List.of(Turn.of(Turn.Role.USER, "hi")), Sampling.UNSET, null, List.of(), null));
    }

    @Test
    void treatsEveryNullAsAbsent() throws Exception {
        String nulls = "'stream':null,'stream_options':null,'temperature':null,'top_p':null,'presence_penalty':null,"
                + "'frequency_penalty':null,'max_tokens':null,'max_completion_tokens':null,'stop':null,'n':null,"
                + "'tools':null,'tool_choice':null,'functions':null,'function_call':null,'response_format':null,"
                + "'reasoning_effort':null,'logprobs':null,'top_logprobs':null,'modalities':null,'audio':null,"
                + "'web_search_options':null,'moderation':null,'metadata':null,'user':null,'seed':null";

        assertThat(Requests.read(Requests.with(nulls))).isEqualTo(Requests.read(Requests.with("")));
    }

    @Test
    void takesOverHowToChooseWords() throws Exception {
        String fields = "'temperature':0.5,'top_p':1,'presence_penalty':-2,'frequency_penalty':2.0";

        assertThat(Requests.conversation(Requests.with(fields)).sampling())
                .isEqualTo(new Sampling(0.5, 1.0, -2.0, 2.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'max_tokens':7 | 7",
                "'max_completion_tokens':8 | 8",
                "'max_tokens':7,'max_completion_tokens':8 | 7",
                "'max_tokens':9,'max_completion_tokens':8 | 8",
                "'max_tokens':null,'max_completion_tokens':2147483647 | 2147483647",
            },
            quoteCharacter = '`')
    void takesTheSmallerOfBothTokenLimits(String fields, int expected) throws Exception {
        assertThat(Requests.conversation(Requests.with(fields)).maxTokens()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"none,", "minimal,LOW", "low,LOW", "medium,MEDIUM", "high,MAX", "xhigh,MAX", "max,MAX"})
    void bringsSevenStepsOfEffortToThree(String effort, ReasoningEffort expected) throws Exception {
        assertThat(Requests.conversation(Requests.with("'reasoning_effort':'" + effort + "'"))
                        .reasoningEffort())
                .isEqualTo(expected);
    }

    @Test
    void takesOneStopTextOrSeveralAndIgnoresEmptyOnes() throws Exception {
        assertThat(Requests.conversation(Requests.with("'stop':'END'")).stop()).containsExactly("END");
        assertThat(Requests.conversation(Requests.with("'stop':['a','','b']")).stop())
                .containsExactly("a", "b");
        assertThat(Requests.conversation(Requests.with("'stop':''")).stop()).isEmpty();
        assertThat(Requests.conversation(Requests.with("'stop':[]")).stop()).isEmpty();
    }

    @Test
    void takesUsageOnlyWhenAsked() throws Exception {
        assertThat(Requests.read(Requests.with("'stream':true")).includeUsage()).isFalse();
        assertThat(Requests.read(Requests.with("'stream':true,'stream_options':{}"))
                        .includeUsage())
                .isFalse();
        ChatCompletionRequest request =
                Requests.read(Requests.with("'stream':true,'stream_options':{'include_usage':true,'x':1}"));
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'n':1",
                "'tools':[]",
                "'tools':[],'tool_choice':'auto'",
                "'tool_choice':'none'",
                "'parallel_tool_calls':true",
                "'response_format':{'type':'text'}",
                "'logprobs':false,'top_logprobs':0",
                "'modalities':['text']",
                "'metadata':{'a':'b'}",
                "'logit_bias':{'50256':-100},'seed':1,'user':'u','store':true,'service_tier':'auto','verbosity':'low'",
                "'top_k':5,'min_p':0.1,'chat_template_kwargs':{'x':[1]},'provider':'p','thinking':{'type':'enabled'}",
                "'prediction':{'type':'content','content':'x'},'prompt_cache_key':'k','safety_identifier':'s'",
                "'n':1,'n':1",
            })
    void ignoresWhatChangesNoAnswer(String fields) throws Exception {
        assertThat(Requests.read(Requests.with(fields))).isEqualTo(Requests.read(Requests.with("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none'",
                "'functions':[{'name':'f'}],'function_call':'none'",
            })
    void toolsThatMayNotBeCalledAreOnlyRemembered(String fields) throws Exception {
        Toolset tools = Requests.read(Requests.with(fields)).conversation().tools();

        assertThat(tools.isEmpty()).isTrue();
        assertThat(tools.callRequired()).isFalse();
        assertThat(tools.withheld()).extracting(Tool::name).containsExactly("f");
    }
}
