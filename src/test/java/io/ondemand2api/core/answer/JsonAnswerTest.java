package io.ondemand2api.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Tools;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonAnswerTest {

    private static final String WHOLE = "{\"city\": \"Rome\", \"n\": 3}";

    private static final OutputFormat PLACE = new OutputFormat.Schema(
            "place",
            null,
            Tools.schema("{'type':'object','properties':{'city':{'type':'string'},'n':{'type':'integer'}},"
                    + "'required':['city','n'],'additionalProperties':false}"),
            true);
    private static final OutputFormat TEXT =
            new OutputFormat.Schema("t", null, Tools.schema("{'type':'string'}"), true);
    private static final OutputFormat LIST = new OutputFormat.Schema("l", null, Tools.schema("{'type':'array'}"), true);

    private static String text(OutputFormat format, String answer) {
        JsonAnswer checked = JsonAnswer.of(format, answer.replace("\\n", "\n"));
        assertThat(checked.problem()).as(answer).isNull();
        return checked.text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"city\": \"Rome\", \"n\": 3}",
                " \n{\"city\": \"Rome\", \"n\": 3}\n",
                "\ufeff{\"city\": \"Rome\", \"n\": 3}",
                "\u200b\u00a0{\"city\": \"Rome\", \"n\": 3}\u00a0",
                "```json\n{\"city\": \"Rome\", \"n\": 3}\n```",
                "```JSON\r\n{\"city\": \"Rome\", \"n\": 3}\r\n```\r\n",
                "```json {\"city\": \"Rome\", \"n\": 3} ```",
                "```json{\"city\": \"Rome\", \"n\": 3}```",
                "```{\"city\": \"Rome\", \"n\": 3}```",
                "`{\"city\": \"Rome\", \"n\": 3}`",
                "~~~json\n{\"city\": \"Rome\", \"n\": 3}\n~~~",
                "```json\n{\"city\": \"Rome\", \"n\": 3}",
                "Here is the JSON:\n\n```json\n{\"city\": \"Rome\", \"n\": 3}\n```",
                "Here is the JSON:\n\n```json\n{\"city\": \"Rome\", \"n\": 3}\n```\nLet me know [if] {you} need more!",
                "{\"city\": \"Rome\", \"n\": 3}\n\nLet me know!",
                "Sure! {\"city\": \"Rome\", \"n\": 3}",
                "json\n{\"city\": \"Rome\", \"n\": 3}",
                "As asked in [1] and [2, 3]: {\"city\": \"Rome\", \"n\": 3}",
                "<answer>{\"city\": \"Rome\", \"n\": 3}</answer>",
                "{\"city\": \"Rome\", \"n\": 3}\n{\"city\": \"Rome\", \"n\": 3}",
                "First I thought of {\"city\": \"Rome\"}, but now: {\"city\": \"Rome\", \"n\": 3}",
                "{\"city\": \"Rome\", \"n\": 3,}",
                "{\"city\": \"Rome\", \"n\": 3 // three\n}",
                "{/* where */\"city\": \"Rome\", \"n\": 3}",
                "{# where\n\"city\": \"Rome\", \"n\": 3}",
                "{\u201ccity\u201d: \u201cRome\u201d, \u201cn\u201d: 3}",
                "{\u201ecity\u201c: \u201eRome\u201c, \u201en\u201c: 3}",
                "{\u2018city\u2019: \u2018Rome\u2019, \u2018n\u2019: 3}",
                "{'city': 'Rome', 'n': 3}",
                "{city: \"Rome\", n: 3}",
                "{\"city\":\u00a0\"Rome\",\u00a0\"n\":\u00a03}",
                "\"{\\\"city\\\": \\\"Rome\\\", \\\"n\\\": 3}\"",
            })
    void givesTheJsonThatTheModelMeant(String answer) {
        String text = text(PLACE, answer);

        assertThat(JsonAnswer.parse(text)).isEqualTo(JsonAnswer.parse(WHOLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\u00a6',
            quoteCharacter = '\u00a4',
            value = {
                "{\"a\": 1.00, \"b\":1e400 , \"c\":12345678901234567890123,}\u00a6{\"a\": 1.00, \"b\":1e400 , \"c\":12345678901234567890123}",
                "x {\"a\":\"\\u00e9\\/\\t\",\"a\":  2} y\u00a6{\"a\":\"\\u00e9\\/\\t\",\"a\":  2}",
                "{'a': 'say \"hi\"'}\u00a6{\"a\": \"say \\\"hi\\\"\"}",
                "{'a': 'it\\'s'}\u00a6{\"a\": \"it's\"}",
                "{\"a\": \"it's // no /* comment */ # here,}\",}\u00a6{\"a\": \"it's // no /* comment */ # here,}\"}",
                "{\"a\": True, \"b\": [False, None,],}\u00a6{\"a\": true, \"b\": [false, null]}",
                "{\"a\": \"C:\\dir\\sub\",}\u00a6{\"a\": \"C:\\\\dir\\\\sub\"}",
                "{\"a\": \"{[(\u201cx\u201d)]}\",}\u00a6{\"a\": \"{[(\u201cx\u201d)]}\"}",
                "{\"a\": \"one\\nline\",}\u00a6{\"a\": \"one\\nline\"}",
                "{\"a\": \"```json {} ```\"}\u00a6{\"a\": \"```json {} ```\"}",
            })
    void changesNoValue(String answer, String expected) {
        assertThat(JsonAnswer.of(OutputFormat.JSON_OBJECT, answer)).isEqualTo(new JsonAnswer(expected, null));
    }

    @Test
    void escapesWhatNoJsonStringMayHold() {
        assertThat(JsonAnswer.of(OutputFormat.JSON_OBJECT, "{\"a\": \"one\n\ttwo\u0001\"}"))
                .isEqualTo(new JsonAnswer("{\"a\": \"one\\n\\ttwo\\u0001\"}", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"city\": \"Rome\", \"n\": 3} {\"city\": \"Oslo\", \"n\": 3}",
                "{\"city\": \"Rome\", \"n\": 3",
                "{\"city\": \"Rome",
                "{\"city\": \"Rome\", \"n\": NaN}",
                "{\"city\": \"Rome\", \"n\": 03}",
                "{\"city\": \"Rome\" \"n\": 3}",
                "{\"city\": \"Rome\", \"n\": 3]",
                "{'city': 'it's', 'n': 3}",
                "{\"city\": \"C:\\temp\\dir\", \"n\": 3,}",
                "{\"city\": \u201cRo\u201dme\u201d, \"n\": 3}",
                "{\"city\": \"Rome\", \"n\": \"3\"}",
                "{\"geo\": {\"city\": \"Rome\", \"n\": 3}",
                "{\"list\": [{\"city\": \"Rome\", \"n\": 3}, {\"city\"",
                "[{\"city\": \"Rome\", \"n\": 3}",
                "{}",
                "[1]",
                "",
                "none",
                "``",
                "```",
                "```json\n```",
                "\"Rome\"",
            })
    void choosesNothingWhereTheMeaningIsNotClear(String answer) {
        assertThat(JsonAnswer.of(PLACE, answer).problem()).isNotNull();
    }

    @Test
    void readsValuesOtherThanObjectsWhereTheSchemaHasThem() {
        assertThat(text(TEXT, "\"Rome\"")).isEqualTo("\"Rome\"");
        assertThat(text(TEXT, "```json\n\"Rome\"\n```")).isEqualTo("\"Rome\"");
        assertThat(text(TEXT, "```json \"Rome\" ```")).isEqualTo("\"Rome\"");
        assertThat(text(LIST, "The list: [1, 2,]")).isEqualTo("[1, 2]");
        assertThat(JsonAnswer.of(OutputFormat.JSON_OBJECT, "[{\"a\":1}]").problem())
                .isEqualTo("it is not a JSON object");
        assertThat(JsonAnswer.of(OutputFormat.JSON_OBJECT, "{\"a\":1} {\"a\":2}")
                        .problem())
                .isEqualTo("it holds several JSON values, and it has to be one");
    }

    @Test
    void leavesPlainTextAlone() {
        assertThat(JsonAnswer.of(OutputFormat.TEXT, " ```json\n{}\n``` "))
                .isEqualTo(new JsonAnswer(" ```json\n{}\n``` ", null));
    }

    @Test
    void readsWhateverIsMadeToCostMuch() {
        for (String hostile :
                List.of("{", "[", "{\"a", "[\"a\\", "{\"a\":", "[[1],", "{a:{", "[//", "'", "{} ", "[1] ")) {
            String answer = hostile.repeat(200_000);
            assertThat(JsonAnswer.of(OutputFormat.JSON_OBJECT, answer)).isNotNull();
        }
    }

    @Test
    void givesNothingButJsonForRandomTexts() {
        Random random = new Random(7);
        String[] pieces = {
            "{", "}", "[", "]", "\"", "'", "a", "1", ":", ",", " ", "\\", "\n", "\u201c", "\u201d", "//", "`", "true"
        };
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            JsonAnswer checked = JsonAnswer.of(OutputFormat.JSON_OBJECT, text.toString());
            assertThat(checked.problem() != null
                            || JsonAnswer.parse(checked.text()).isObject())
                    .as(text.toString())
                    .isTrue();
        }
    }
}
