package io.ondemand2api.core.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.CpuTime;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.ToolChoice;
import io.ondemand2api.core.Tools;
import io.ondemand2api.core.Toolset;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallReaderTest {

    private static final String CALL =
            "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>";
    private static final String PARIS = "get_weather({\"city\":\"Paris\"})";

    /** What it is, the text, the text that is passed on, the calls. */
    static final List<Arguments> CALLS = List.of(
            of("as taught", CALL, "", PARIS),
            of("after text", "Let me look.\n\n" + CALL, "Let me look.", PARIS),
            of("in the middle of a line", "Let me look: " + CALL, "Let me look:", PARIS),
            of("several", CALL + "\n" + CALL + CALL, "", PARIS + PARIS + PARIS),
            of("text after and between is dropped", CALL + " and " + CALL + " done", "", PARIS + PARIS),
            of(
                    "spaces and line ends all over",
                    " \n< tool_call\n>\n {'name' : 'get_weather',\n 'arguments' : { 'city' : 'Paris' } }\n</ tool_call >\n",
                    "",
                    "get_weather({ \"city\" : \"Paris\" })"),
            of("closed twice", CALL + "</tool_call>\n" + CALL, "", PARIS + PARIS),
            of("never closed", "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}}", "", PARIS),
            of(
                    "never closed and followed by another",
                    "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}}\n" + CALL,
                    "",
                    PARIS + PARIS),
            of(
                    "the last bracket is missing",
                    "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}</tool_call>" + CALL,
                    "",
                    PARIS + PARIS),
            of(
                    "the last bracket is missing at the end",
                    "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}",
                    "",
                    PARIS),
            of(
                    "a bracket too many",
                    "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}}}</tool_call>" + CALL,
                    "",
                    PARIS + PARIS),
            of(
                    "the closing mark in an argument",
                    "<tool_call>{'name':'write-file','arguments':{'text':'a</tool_call>b<tool_call>{}'}}</tool_call>",
                    "",
                    "write-file({\"text\":\"a</tool_call>b<tool_call>{}\"})"),
            of(
                    "brackets and quotes in an argument",
                    "<tool_call>{'name':'write-file','arguments':{'text':'}]{\\'\\\\'}}</tool_call>",
                    "",
                    "write-file({\"text\":\"}]{\\\"\\\\\"})"),
            of("no arguments", "<tool_call>{'name':'get_weather'}</tool_call>", "", "get_weather({})"),
            of(
                    "null arguments",
                    "<tool_call>{'name':'get_weather','arguments':null}</tool_call>",
                    "",
                    "get_weather({})"),
            of(
                    "parameters for arguments",
                    "<tool_call>{'name':'get_weather','parameters':{'city':'Paris'}}</tool_call>",
                    "",
                    PARIS),
            of(
                    "arguments first and an id",
                    "<tool_call>{'arguments':{'city':'Paris'},'id':'call_1','name':'get_weather'}</tool_call>",
                    "",
                    PARIS),
            of(
                    "arguments as a string",
                    "<tool_call>{'name':'get_weather','arguments':'{\\'city\\': \\'Paris\\'}'}</tool_call>",
                    "",
                    "get_weather({\"city\": \"Paris\"})"),
            of(
                    "an empty string for arguments",
                    "<tool_call>{'name':'get_weather','arguments':''}</tool_call>",
                    "",
                    "get_weather({})"),
            of(
                    "words for arguments",
                    "<tool_call>{'name':'get_weather','arguments':'Paris'}</tool_call>",
                    "",
                    "get_weather(\"Paris\")"),
            of(
                    "numbers as written and keys in order",
                    "<tool_call>{'name':'write-file','arguments':{'z': 1.0, 'a': 12345678901234567890, 'b':1e5,'c':-0}}</tool_call>",
                    "",
                    "write-file({\"z\": 1.0, \"a\": 12345678901234567890, \"b\":1e5,\"c\":-0})"),
            of(
                    "line ends in a string and a comma too many",
                    "<tool_call>{'name':'write-file','arguments':{'text':'a\nb\tc',}}</tool_call>",
                    "",
                    "write-file({\"text\":\"a\\nb\\tc\"})"),
            of(
                    "escapes and characters of any width",
                    "<tool_call>{'name':'write-file','arguments':{'text':'\\u00fc ü 😀 \\ud83d\\ude00'}}</tool_call>",
                    "",
                    "write-file({\"text\":\"\\u00fc ü 😀 \\ud83d\\ude00\"})"),
            of(
                    "OpenAI's shape",
                    "<tool_call>{'id':'x','type':'function','function':{'name':'get_weather','arguments':'{\\'city\\':\\'Paris\\'}'}}</tool_call>",
                    "",
                    PARIS),
            of(
                    "a namespace before the name",
                    "<tool_call>{'name':'functions.get_weather','arguments':{'city':'Paris'}}</tool_call>",
                    "",
                    PARIS),
            of(
                    "a list in one mark",
                    "<tool_call>[{'name':'get_weather','arguments':{'city':'Paris'}},{'name':'write-file'}]</tool_call>",
                    "",
                    PARIS + "write-file({})"),
            of(
                    "a mark in a mark",
                    "<tool_calls>\n<tool_call>{'name':'get_weather','arguments':{'city':'Paris'}}</tool_call>\n</tool_calls>",
                    "",
                    PARIS),
            of("after a mark that was none", "I use <tool_call> marks: " + CALL, "I use <tool_call> marks:", PARIS),
            of("after half a mark", "<tool_c" + CALL, "<tool_c", PARIS),
            of("after a fence", "```\nx\n```\n" + CALL, "```\nx\n```", PARIS),
            of("after code", "Use `x` and ``y ` z``. " + CALL, "Use `x` and ``y ` z``.", PARIS),
            of("on the line after a stray backtick", "5` long\n" + CALL, "5` long", PARIS),
            of("after a fence on one line", "```js x```\n" + CALL, "```js x```", PARIS),
            of("after a list", "- a\n- b\n\n  " + CALL, "- a\n- b", PARIS),
            of("bare", "{'name':'get_weather','arguments':{'city':'Paris'}}", "", PARIS),
            of(
                    "bare with spaces around",
                    "\n { 'name' : 'get_weather' , 'parameters' : {'city':'Paris'} } \n",
                    "",
                    PARIS),
            of(
                    "bare in a list",
                    "[{'name':'get_weather','arguments':{'city':'Paris'}}, {'name':'write-file','arguments':{}}]",
                    "",
                    PARIS + "write-file({})"),
            of(
                    "bare as tool_calls",
                    "{'tool_calls':[{'type':'function','function':{'name':'get_weather','arguments':'{\\'city\\':\\'Paris\\'}'}}]}",
                    "",
                    PARIS),
            of(
                    "bare in a row",
                    "{'name':'get_weather','arguments':{'city':'Paris'}}\n{'name':'write-file','arguments':{}}",
                    "",
                    PARIS + "write-file({})"),
            of(
                    "fenced as the whole answer",
                    "```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```",
                    "",
                    PARIS),
            of(
                    "fenced without a label",
                    "\n```\n[{'name':'get_weather','arguments':{'city':'Paris'}}]\n```\n",
                    "",
                    PARIS),
            of(
                    "fenced and then words",
                    "```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```\nThat is it.",
                    "",
                    PARIS),
            of(
                    "fenced at the end, behind words that show no example",
                    "I look that up for you.\n\n```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```\n",
                    "I look that up for you.",
                    PARIS),
            of("with a hyphen in the mark", CALL.replace("tool_call", "tool-call"), "", PARIS),
            of("with a bracket missing in the mark", "<function=get_weather{'city':'Paris'}</function>", "", PARIS),
            of(
                    "named by the mark, with tags for arguments",
                    "<tool_call name='get_weather'><parameter name='city'>Paris</parameter></tool_call>",
                    "",
                    PARIS),
            of("marked and fenced", "```xml\n" + CALL + "\n```", "", PARIS),
            of("marked and fenced, and then words", "~~~\n" + CALL + "\n~~~\nThat is it.", "", PARIS),
            of("marked in a fence that is never closed", "x\n```\n" + CALL, "x", PARIS),
            of("marked in a span that is never closed", "It is 5` long " + CALL, "It is 5` long", PARIS),
            of("marked in a span that is the whole answer", "`" + CALL + "`", "", PARIS),
            of("right behind a word in quotation marks", "See \"Paris\"" + CALL, "See \"Paris\"", PARIS),
            of("right behind a fence", "So:\n```\nls\n```" + CALL, "So:\n```\nls\n```", PARIS),
            of(
                    "behind a fence with an example",
                    "```\n" + CALL + "\nx\n```\n" + CALL,
                    "```\n" + CALL + "\nx\n```",
                    PARIS),
            of("in a list", "1. Look\n    " + CALL, "1. Look", PARIS),
            of("in a list behind a blank line", "- Look\n\n    " + CALL, "- Look", PARIS),
            of("indented at the start", "    " + CALL, "", PARIS),
            of("without quotes", "<tool_call>{name: get_weather}</tool_call> x", "", "get_weather({})"),
            of("fenced and never closed", "```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n", "", PARIS),
            of(
                    "the forerunner's",
                    "FC_USE\n<function_calls>\n<function_call>\n<tool>get_weather</tool>\n<args>\n<city>Paris</city>\n</args>\n</function_call>\n</function_calls>",
                    "",
                    PARIS),
            of(
                    "the forerunner's, several after text",
                    "I look.\nFC_USE\n<function_calls><function_call><tool>get_weather</tool><args><city>Paris</city></args></function_call><function_call><tool>write-file</tool><args></args></function_call></function_calls>",
                    "I look.",
                    PARIS + "write-file({})"),
            of(
                    "the forerunner's without its trigger",
                    "<function_call><tool>get_weather</tool><args><city>Paris</city></args></function_call>",
                    "",
                    PARIS),
            of(
                    "the forerunner's with types of the schema",
                    "<function_call><tool>get_weather</tool><args><city>75</city><days>3</days><tags>['a','b']</tags><x>true</x><y>01</y></args></function_call>",
                    "",
                    "get_weather({\"city\":\"75\",\"days\":3,\"tags\":[\"a\",\"b\"],\"x\":true,\"y\":\"01\"})"),
            of(
                    "the forerunner's with escapes and CDATA",
                    "<function_call><tool>write-file</tool><args><a>1 &lt; 2 &amp;&amp; x</a><b> <![CDATA[</b></function_call>]]> </b><c/></args></function_call>",
                    "",
                    "write-file({\"a\":\"1 < 2 && x\",\"b\":\"</b></function_call>\",\"c\":\"\"})"),
            of(
                    "the forerunner's with its end in a value",
                    "<function_call><tool>write-file</tool><args><a></function_call> x</a></args></function_call>",
                    "",
                    "write-file({\"a\":\"</function_call> x\"})"),
            of(
                    "the forerunner's with JSON arguments",
                    "<function_call><tool>get_weather</tool><args_json><![CDATA[{'city': 'Paris'}]]></args_json></function_call>",
                    "",
                    "get_weather({\"city\": \"Paris\"})"),
            of(
                    "the forerunner's with plain JSON arguments",
                    "<function_call><name>get_weather</name><arguments>{'city': 'Paris'}</arguments></function_call>",
                    "",
                    "get_weather({\"city\": \"Paris\"})"),
            of(
                    "the forerunner's with named parameters",
                    "<function_call><tool>get_weather</tool><parameters><parameter name='city'>Paris</parameter></parameters></function_call>",
                    "",
                    PARIS),
            of(
                    "the forerunner's without arguments",
                    "<function_call><tool>get_weather</tool></function_call>",
                    "",
                    "get_weather({})"),
            of(
                    "the forerunner's without its last tags",
                    "<function_call><tool>get_weather</tool><args><city>Paris</city></args>",
                    "",
                    PARIS),
            of(
                    "the forerunner's cut in its last tag",
                    "<function_call><tool>get_weather</tool><args><city>Paris</city></args></function_c",
                    "",
                    PARIS),
            of(
                    "the forerunner's mark around JSON",
                    "<function_call>{'name':'get_weather','arguments':{'city':'Paris'}}</function_call>",
                    "",
                    PARIS));

    /** What it is and the text, which is passed on as it stands. */
    static final List<Arguments> TEXTS = List.of(
            of("nothing", ""),
            of("words", "Hello,\n\n world. \n"),
            of("in a fence", "Like this:\n```\n" + CALL + "\n```\nDone."),
            of("in a longer fence", "````xml\n```\n" + CALL + "\n```\n````\n"),
            of("in a fence of tildes", "So:\n~~~\n" + CALL + "\n~~~"),
            of("in a fence at the very start with words", "```xml\nwords\n" + CALL + "\n```"),
            of("in a fence at the very start before words", "```xml\n" + CALL + "\nwords\n```"),
            of("in a span", "Write `" + CALL + "` to call."),
            of("in a span of two", "Write ``" + CALL + "`` to call."),
            of("in a quotation", "> " + CALL),
            of("in an indented block", "So:\n\n    " + CALL + "\n\n\t" + CALL),
            of("in quotation marks", "Write \"" + CALL + "\"."),
            of("of another tool", "<tool_call>{'name':'rm','arguments':{}}</tool_call> x"),
            of("of another tool, bare", "{'name':'rm','arguments':{}}"),
            of(
                    "of another tool in the forerunner's dialect",
                    "FC_USE\n<function_call><tool>rm</tool><args></args></function_call>"),
            of("without a name", "<tool_call>{'arguments':{}}</tool_call>"),
            of("empty", "<tool_call></tool_call><tool_call>[]</tool_call><tool_call>{}</tool_call>"),
            of("marks alone", "<tool_call><tool_call><tool_call> FC_USE\n<function_call> <tool_calls"),
            of("a trigger in words", "FC_USE is a trigger\nFC_US"),
            of("bare and then words", "{'name':'get_weather','arguments':{'city':'Paris'}} is how to call it"),
            of("bare after words", "Here: {'name':'get_weather','arguments':{'city':'Paris'}}"),
            of("bare without arguments", "{'name':'get_weather'}"),
            of("bare with another key", "{'name':'get_weather','arguments':{},'age':3}"),
            of("bare and broken off", "{'name':'get_weather','arguments':{'city':'Paris'}"),
            of(
                    "fenced behind words that introduce an example",
                    "You can write it like this:\n```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```"),
            of(
                    "fenced between words",
                    "I look.\n```json\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```\nThat was it."),
            of("fenced in another language", "```python\n{'name':'get_weather','arguments':{'city':'Paris'}}\n```"),
            of("a JSON answer", "{'answer':42,'name':'get_weather','arguments':{}}"),
            of("a JSON list", "[1,{'name':'get_weather','arguments':{}}]"),
            of("an empty list", "[ ]"),
            of("half a surrogate pair", "\ud83d<tool\ude00"));

    /** What it is, and the text, in which a call was meant that cannot be read. */
    static final List<Arguments> UNREADABLE = List.of(
            of("that breaks off in a string", "<tool_call>{'name':'get_weather','arguments':{'city':'Par"),
            of("that breaks off in an object", "<tool_call>{'name':'get_weather','arguments':{'city':'Paris'"),
            of("that breaks off after a list", "<tool_call>{'name':'write-file','arguments':{'edits':[{'a':1}]"),
            of("that breaks off as elements", "<function_call><tool>get_weather</tool><args><city>Paris</city>"),
            of("as an action without input", "\nAction: get_weather"),
            of("that breaks off after the name", "<tool_call>get_weather"),
            of("with a value without a name", "<tool_call>get_weather(Paris)</tool_call>"),
            of(
                    "with a value without quotes",
                    "<tool_call>{'name':'get_weather','arguments':{'city':Paris}}</tool_call>"),
            of("in words", "<tool_call>Please call get_weather for Paris</tool_call>"),
            of(
                    "with a quote in a string",
                    "<tool_call>{'name':'get_weather','arguments':{'city':'the 'big' one'}}</tool_call>"),
            of("with two names", "<tool_call>{'name':'get_weather','tool':'write-file','arguments':{}}</tool_call>"),
            of("with two readings", "<tool_call>{'name':'write-file','arguments':{'text':'C:\\new\\Dir'}}</tool_call>"),
            of(
                    "with an argument twice",
                    "<invoke name='get_weather'><parameter name='city'>A</parameter><parameter name='city'>B</parameter></invoke>"),
            of("with an argument that does not end", "<function=get_weather><parameter=city>Paris</function>"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNREADABLE")
    void complainsOfACallThatCannotBeRead(String what, String text) {
        for (ReadAnswer answer : ReadAnswer.howeverCut(Tools.BOTH, "Well. " + text)) {
            assertThat(answer).isEqualTo(new ReadAnswer("Well.", List.of(), true, false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\new\\table",
                "cd C:\\nUnit\\tests",
                "D:/a/b\\temp",
                "D:\\a\\\\b\\temp",
                "$\\frac{a}{b}$",
                "\\bword\\b",
                "\\theta"
            })
    void doubtsEscapesThatWereHardlyMeant(String raw) {
        String text = "<tool_call>{\"name\":\"write-file\",\"arguments\":{\"text\":\"" + raw + "\"}}</tool_call>";
        for (ReadAnswer answer : ReadAnswer.howeverCut(Tools.BOTH, text)) {
            assertThat(answer.doubt() || answer.problem()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\\\new\\\\table",
                "C:\\\\new\\\\x64\\nunc",
                "D:\\\\a b\\\\c.d\\tx",
                "c:\\\\nets\\r\\ny",
                "a\\nb\\tc",
                "\\\\frac",
                "\\u00fc",
                "http://x/y\\n",
                "A:\\nYes",
                "Q:\\nWhy?\\nA:\\nBecause",
                "A:\\nYes\\nB:\\nNo",
                "C:\\nYes\\nD:\\nNo",
                "x:\\ny: 1",
                "c:\\nname: 1",
                "d:\\n2 of 3",
                "a:\\tb",
                "k:\\nvalue",
                "E:\\tTotal"
            })
    void doubtsNoEscapesThatWereMeant(String raw) {
        String text = "<tool_call>{\"name\":\"write-file\",\"arguments\":{\"text\":\"" + raw + "\"}}</tool_call>";

        assertThat(ReadAnswer.of(Tools.BOTH, text))
                .isEqualTo(new ReadAnswer("", List.of("write-file({\"text\":\"" + raw + "\"})"), false, false));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CALLS")
    void readsACall(String what, String text, String passed, String calls) {
        String expected = passed + "|" + calls;

        assertThat(readSplitAt(text, text.length())).isEqualTo(expected);
        assertThat(readCharByChar(text)).isEqualTo(expected);
        for (int split = 0; split < text.length(); split++) {
            assertThat(readSplitAt(text, split)).as("split at %d", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("TEXTS")
    void passesOnWhatIsNoCall(String what, String text) {
        assertThat(readSplitAt(text, text.length())).isEqualTo(text + "|");
        assertThat(readCharByChar(text)).isEqualTo(text + "|");
        for (int split = 0; split < text.length(); split++) {
            assertThat(readSplitAt(text, split)).as("split at %d", split).isEqualTo(text + "|");
        }
    }

    @Test
    void passesTextOnAtOnceAndHoldsBackOnlyWhatMayBecomeACall() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);

        assertThat(reader.pass("Let me")).isEqualTo("Let me");
        assertThat(reader.pass(" look ")).isEqualTo(" look");
        assertThat(reader.pass("at <")).isEqualTo(" at");
        assertThat(reader.pass("tool")).isEmpty();
        assertThat(reader.pass("box>")).isEqualTo(" <toolbox>");
        assertThat(reader.pass("<tool_call>{\"name\":\"get_weather\"")).isEmpty();
        assertThat(reader.calls()).isEmpty();
        assertThat(reader.pass("}")).isEmpty();
        assertThat(reader.pass("</tool_call> words")).isEmpty();
        assertThat(reader.calls()).hasSize(1);
        assertThat(reader.rest()).isEmpty();
    }

    @Test
    void releasesAJsonAnswerAtItsFirstKeyThatNoCallHas() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);

        assertThat(reader.pass("{\"answer")).isEmpty();
        assertThat(reader.pass("\"")).isEqualTo("{\"answer\"");
        assertThat(reader.pass(":1,")).isEqualTo(":1,");
    }

    @Test
    void releasesAJsonAnswerThatNamesNoOfferedTool() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);

        assertThat(reader.pass("{\"name\":\"Bob\",")).isEqualTo("{\"name\":\"Bob\",");
    }

    @Test
    void releasesAFenceAtTheEndOfItsFirstLine() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);

        assertThat(reader.pass("```java\nclass")).isEqualTo("```java\nclass");
    }

    @Test
    void neverHoldsMoreThanAMebibyte() {
        for (String start :
                List.of("<tool_call>{\"name\":\"", "{\"arguments\":\"", "<function_call><tool>", "FC_USE", " ")) {
            ToolCallReader reader = new ToolCallReader(Tools.BOTH);
            String filling = (start.equals("FC_USE") || start.isBlank() ? " " : "x").repeat(1 << 20);

            String passed = reader.pass(start) + reader.pass(filling);

            assertThat(passed).hasSizeGreaterThanOrEqualTo(1 << 20);
            assertThat(passed + reader.rest()).isEqualTo(start + filling);
        }
    }

    @Test
    void keepsOnlyTheFirstCallWhenSeveralAreNotWanted() {
        ToolCallReader reader = new ToolCallReader(Tools.ONE_AT_A_TIME);

        reader.pass(CALL);
        assertThat(reader.complete()).isTrue();
        reader.pass(CALL);
        reader.rest();

        assertThat(told(reader.calls())).isEqualTo(PARIS);
    }

    @Test
    void keepsOnlyTheFirstOfAListWhenSeveralAreNotWanted() {
        ToolCallReader reader = new ToolCallReader(Tools.ONE_AT_A_TIME);

        reader.pass("<tool_call>[" + "{\"name\":\"write-file\"},".repeat(3) + "{\"name\":\"get_weather\"}]");
        reader.rest();

        assertThat(told(reader.calls())).isEqualTo("write-file({})");
    }

    @Test
    void understandsOnlyTheToolThatWasNamed() {
        Toolset named = new Toolset(List.of(Tools.WEATHER, Tools.WRITE), ToolChoice.named("write-file"), true);
        ToolCallReader reader = new ToolCallReader(named);

        assertThat(reader.pass(CALL)).isEqualTo(CALL);
        assertThat(reader.calls()).isEmpty();
    }

    @Test
    void passesEverythingOnWithoutTools() {
        ToolCallReader reader = new ToolCallReader(Toolset.NONE);

        assertThat(reader.pass(" {<tool_call>{\"name\":\"get_weather\"} "))
                .isEqualTo(" {<tool_call>{\"name\":\"get_weather\"} ");
        assertThat(reader.rest()).isEmpty();
    }

    @Test
    void givesEachCallAnIdOfItsOwn() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);
        reader.pass(CALL.repeat(100));

        assertThat(reader.calls())
                .hasSize(100)
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("call_[0-9a-f]{24}"));
    }

    @Test
    void stopsCountingSomewhere() {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);
        reader.pass(CALL.repeat(1_000));

        assertThat(reader.calls()).hasSize(128);
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void losesNothingAndNeverFailsOnRandomTextAndAgreesWithItselfHoweverItIsCut() {
        String[] pieces = {
            "<tool_call>",
            "</tool_call>",
            "<tool_calls>",
            "<function_call>",
            "</function_call>",
            "<function_calls>",
            "FC_USE",
            "FC_USE\n",
            "<tool>",
            "</tool>",
            "<args>",
            "</args>",
            "<![CDATA[",
            "]]>",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "'",
            "`",
            "```",
            "```json\n",
            "~~~",
            "\n",
            "\n\n",
            " ",
            "    ",
            "\t",
            "> ",
            "<",
            ">",
            "/",
            "\"name\":",
            "\"get_weather\"",
            "get_weather",
            "\"arguments\":",
            "{}",
            "null",
            "1",
            "-1.5e3",
            "words ",
            "ü",
            "😀",
            "\ud83d",
            "\ude00",
            "\u0000",
            "\u2028",
            "\"tool_calls\":",
            "{\"name\":\"",
            "<tool_call",
            "< tool_call >",
        };
        Random random = new Random(20261123);
        for (int round = 0; round < 10_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(30); count >= 0; count--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String whole = readSplitAt(text.toString(), text.length());

            assertThat(readCharByChar(text.toString())).as("%s", text).isEqualTo(whole);
            assertThat(readSplitAt(text.toString(), random.nextInt(text.length() + 1)))
                    .as("%s", text)
                    .isEqualTo(whole);
            if (whole.endsWith("|")
                    && !ReadAnswer.of(Tools.BOTH, text.toString()).problem()) {
                assertThat(whole).isEqualTo(text + "|");
            }
        }
    }

    @Test
    void findsACallAfterAnyWordsThatNeitherShowNorMarkAnything() {
        String letters = "abc ,.;:!?()\n-*#{}[]<>/=+&|\\0123üß😀";
        Random random = new Random(4711);
        for (int round = 0; round < 2_000; round++) {
            String text = "so"
                    + letters.codePoints()
                            .mapToObj(Character::toString)
                            .filter(letter -> random.nextBoolean())
                            .collect(Collectors.joining())
                    + "\n";

            assertThat(readSplitAt(text + CALL, text.length() + 5)).isEqualTo(text.stripTrailing() + "|" + PARIS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>{\"name\":\"",
                "<tool_call>",
                "<",
                "`",
                "{\"name\":\"get_weather\",\"arguments\":{",
                "[",
                "<function_call><tool>x</tool><args><a><![CDATA[</a>",
                "</a>",
                "<tool_call>{\"a\":[",
                " \n",
                "&lt;tool_call&gt;",
                "&lt;tool_call&gt;\n",
                "&amp;lt;\n&lt;a",
                "]<]minimax[>[<tool_call>",
                "]<]minimax[>[<invoke name=\"get_weather\">",
                "]<]minimax[>[<invoke name=\"get_weather\">]<]minimax[>[<city>",
                "<|open|>",
                "<|open|>tools<|sep|>",
                "<|open|>call tool=\"get_weather\"<|sep|><|open|>argument key=\"a\"<|sep|>",
                "✿FUNCTION✿: get_weather\n",
                "[TOOL_REQUEST]",
                ">>>get_weather\n",
                "<ctrl42>call:",
                ".assistantcommentary to=",
                " functions.get_weather:0 ",
                "\n<get_weather>{\"city\":",
                "\n<run_command>ls",
                "<｜DSML｜get_weather>",
                "<xai:tool_usage_card><xai:tool_name>",
                "{\"toolCalls\":[{\"type\":\"get_weather\",",
                "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}}",
                "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Paris\"}"
            })
    void takesTimeInProportionToTheText(String hostile) {
        String text = "<function_call><tool>x</tool><args><a> <![CDATA[".substring(0, hostile.equals("</a>") ? 47 : 0)
                + hostile.repeat(500_000 / hostile.length());

        CpuTime.assertAtMost(Duration.ofSeconds(5), hostile, () -> readSplitAt(text, text.length()));
        CpuTime.assertAtMost(Duration.ofSeconds(5), hostile, () -> readCharByChar(text));
    }

    private static String readSplitAt(String text, int split) {
        return read(Stream.of(text.substring(0, split), text.substring(split)));
    }

    private static String readCharByChar(String text) {
        return read(text.chars().mapToObj(c -> String.valueOf((char) c)));
    }

    /** The text that was passed on, and the calls. */
    private static String read(Stream<String> deltas) {
        ToolCallReader reader = new ToolCallReader(Tools.BOTH);
        StringBuilder passed = new StringBuilder();
        deltas.forEach(delta -> passed.append(reader.pass(delta)));
        return passed.append(reader.rest())
                .append('|')
                .append(told(reader.calls()))
                .toString();
    }

    private static String told(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> call.name() + "(" + call.arguments() + ")")
                .collect(Collectors.joining());
    }

    private static Arguments of(String what, String... texts) {
        Object[] all = Stream.concat(Stream.of(what), Stream.of(texts)).toArray();
        all[1] = texts[0].replace('\'', '"');
        return Arguments.of(all);
    }
}
