package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static OnDemandEvent parse(String data) throws IOException {
        byte[] bytes = Recording.bytes("##" + data.replace('\'', '"') + "##");
        return EventParser.parse(bytes, 2, bytes.length - 2, new StreamPosition());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventType':'fulfillment','answer':'a'}",
                "{'answer':'a','eventType':'fulfillment'}",
                " \t\n{ 'answer' : 'a' , 'status' : 'x' , 'eventType' : 'fulfillment' } ",
                "{'x':{'eventType':'y','answer':[{}]},'answer':'a','y':[[{'answer':1}]],'eventType':'fulfillment'}",
                "{'answer':'b','answer':'a','eventType':'statusLog','eventType':'fulfillment'}",
                "{'thinking':'text','publicMetrics':[1,{'a':2}],'answer':'a','eventType':'fulfillment'}",
                "{'\\u0061nswer':'\\u0061','eventType':'fulfillment'}",
            })
    void readsFieldsInAnyOrderAmongUnknownOnes(String data) throws IOException {
        assertThat(parse(data)).isEqualTo(new OnDemandEvent.Fulfillment("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "{'eventType':'x','a':{}}", "['a',{'eventType':'x'}]", "1e400"})
    void takesAnAnswerThatIsNoTextForAnEmptyOne(String answer) throws IOException {
        assertThat(parse("{'answer':" + answer + ",'eventType':'fulfillment'}"))
                .isEqualTo(new OnDemandEvent.Fulfillment(""));
        assertThat(parse("{'eventType':'fulfillment','answer':" + answer + "}"))
                .isEqualTo(new OnDemandEvent.Fulfillment(""));
    }

    @Test
    void takesAFulfillmentWithoutAnswerForAnEmptyOne() throws IOException {
        assertThat(parse("{'eventType':'fulfillment'}")).isEqualTo(new OnDemandEvent.Fulfillment(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'delta':'t'} | t",
                "{'x':{'delta':'u'},'delta':'t','y':[1]} | t",
                "{'delta':{'delta':'u'}} | ~~",
                "{'delta':['u']} | ~~",
                "{'delta':7} | ~~",
                "{} | ~~",
                "'text' | ~~",
                "['delta','u'] | ~~",
                "null | ~~",
            })
    void readsThinkingFromItsDelta(String thinking, String delta) throws IOException {
        assertThat(parse("{'thinking':" + thinking + ",'answer':'no','eventType':'fulfillment_thinking'}"))
                .isEqualTo(new OnDemandEvent.Thinking(delta));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'inputTokens':3,'outputTokens':4} | 3 | 4",
                "{'outputTokens':4,'x':{'inputTokens':9},'inputTokens':3.0} | 3 | 4",
                "{'inputTokens':-3,'outputTokens':'4'} | -1 | -1",
                "{'inputTokens':[3],'outputTokens':{'outputTokens':4}} | -1 | -1",
                "{'inputTokens':99999999999999999999999,'outputTokens':1e300} | -1 | -1",
                "{'inputTokens':9223372036854775807,'outputTokens':-1e300} | -1 | -1",
                "{'inputTokens':1073741823,'outputTokens':1073741824} | 1073741823 | -1",
                "{'inputTokens':2147483648,'outputTokens':-0} | -1 | 0",
                "{'inputTokens':1e999,'outputTokens':0.9} | -1 | -1",
                "{'inputTokens':0,'outputTokens':1e3} | 0 | 1000",
                "{'inputTokens':true,'outputTokens':null} | -1 | -1",
                "null | -1 | -1",
                "[] | -1 | -1",
                "{} | -1 | -1",
            })
    void readsMetricsAsCountsThatCanBeAddedAndNothingElse(String metrics, int input, int output) throws IOException {
        assertThat(parse("{'publicMetrics':" + metrics + ",'eventType':'metricsLog'}"))
                .isEqualTo(new OnDemandEvent.Metrics(input, output));
    }

    @Test
    void knowsNoCountsWhereMetricsHaveNone() throws IOException {
        assertThat(parse("{'eventType':'metricsLog'}")).isEqualTo(new OnDemandEvent.Metrics(-1, -1));
    }

    @Test
    void undoesEscapesAndSurrogates() throws IOException {
        assertThat(parse("{'eventType':'fulfillment','answer':'\\ud83d\\ude00\\u0026\\u0000\\n\\t\\\\\\/é😀'}"))
                .isEqualTo(new OnDemandEvent.Fulfillment("😀&\0\n\t\\/é😀"));
        assertThat(parse("{'eventType':'fulfillment','answer':'\\ud83d'}"))
                .isEqualTo(new OnDemandEvent.Fulfillment("\ud83d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'eventType':'statusLog'}", "{'eventType':'planning_output','answer':'x'}", "{'eventType':''}"})
    void takesAnUnknownTypeForProgress(String data) throws IOException {
        assertThat(parse(data)).isEqualTo(OnDemandEvent.PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'time':'x'}", "{'eventType':null}", "{'eventType':['fulfillment']}", "", "  "})
    void takesAFrameWithoutATypeForASignOfLife(String data) throws IOException {
        assertThat(parse(data)).isEqualTo(OnDemandEvent.HEARTBEAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", " [DONE]", "\t[DONE] ", "[DONE]\n"})
    void knowsTheEnd(String data) throws IOException {
        assertThat(parse(data)).isEqualTo(OnDemandEvent.DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "[ERROR]:{'message':'m','errorCode':'c'} | c | m",
                "[ERROR]: {'errorCode':'c','message':'m'} | c | m",
                "[ERROR] : {'message':'m'} | - | m",
                "[ERROR]{'errorCode':'c','message':7} | c | -",
                "[ERROR] {'errorCode':'c','message':'m'} | c | m",
                "[ERROR]\t{'errorCode':'c','message':'m'} | c | m",
                "[ERROR]plain words | - | plain words",
                "[ERROR]:{'errorCode':{'a':1}} | - | -",
                "[ERROR]:plain words | - | plain words",
                "[ERROR]:[1] | - | [1]",
                "[ERROR]:{'message': | - | {\"message\":",
            })
    void readsErrorsLeniently(String data, String code, String message) throws IOException {
        assertThat(parse(data)).isEqualTo(new OnDemandEvent.Failed(code, message));
    }

    @Test
    void readsABareError() throws IOException {
        assertThat(parse("[ERROR]")).isEqualTo(new OnDemandEvent.Failed(null, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[1]",
                "7",
                "null",
                "'text'",
                "nonsense",
                "{",
                "{'a'",
                "{'a':",
                "{'a':1",
                "{'a':'",
                "[DONE",
                "[ERR]",
                "{'a':tru}",
                "{a:1}"
            })
    void refusesWhatIsNoFrame(String data) {
        assertThatThrownBy(() -> parse(data)).isInstanceOf(IOException.class);
    }
}
