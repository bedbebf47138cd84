package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class JsonSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']} | {'a':'x'}",
                "{'properties':{'a':{'$ref':'#/$defs/a'}},'$defs':{'a':{'enum':[1,2]}}} | {'a':2}",
                "{'properties':{'n':{'$ref':'#'}},'additionalProperties':false} | {'n':{'n':{'n':{}}}}",
                "{'$schema':'http://json-schema.org/draft-07/schema#','type':'array','items':{'type':'integer'}} | [1,2.0]",
                "{'$schema':'http://json-schema.org/draft-04/schema#','maximum':3,'exclusiveMaximum':true} | 2",
                "{'$schema':'https://example.com/mine','type':'object'} | {}",
                "{'$schema':7,'type':'object'} | {}",
                "{'$id':'https://example.com/a','properties':{'a':{'$ref':'#/$defs/a'}},'$defs':{'a':{'type':'null'}}} | {'a':null}",
                "{'anyOf':[{'type':'string'},{'oneOf':[{'type':'integer'},{'multipleOf':0.5}]}]} | 1.5",
                "{'if':{'required':['a']},'then':{'required':['b']},'else':{'maxProperties':1}} | {'a':1,'b':2}",
                "{'prefixItems':[{'const':1}],'items':false,'contains':{'type':'integer'},'uniqueItems':true} | [1]",
                "{'patternProperties':{'^x-':{'minLength':2}},'propertyNames':{'pattern':'^x'},'unevaluatedProperties':false} | {'x-a':'ab'}",
                "{'dependentRequired':{'a':['b']},'dependentSchemas':{'a':{'minProperties':2}},'not':{'type':'array'}} | {'a':1,'b':1}",
                "{'type':'string','format':'date'} | 'tomorrow'",
                "{'type':'string','pattern':'[^[]'} | 'not a pattern in Java'",
                "{'type':'string','pattern':'('} | 'no pattern at all'",
                "{} | {'anything':[]}",
            })
    void findsThatAValueFits(String schema, String value) throws Exception {
        assertThat(JsonSchema.of(json(schema)).problem(json(value))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']} | {} | the whole: required property 'a' not found",
                "{'properties':{'a':{'type':'string'}}} | {'a':1} | /a: integer found, string expected",
                "{'properties':{'a':{'enum':['x','y']}}} | {'a':'z'} | /a: does not have a value in the enumeration [\"x\", \"y\"]",
                "{'additionalProperties':false} | {'b':1} | the whole: property 'b' is not defined in the schema and the schema does not allow additional properties",
                "{'properties':{'n':{'$ref':'#'}},'additionalProperties':false} | {'n':{'n':{'m':1}}} | /n/n: property 'm' is not defined in the schema and the schema does not allow additional properties",
                "{'properties':{'a':{'pattern':'^[a-z]+$'}}} | {'a':'A'} | /a: does not match the regex pattern ^[a-z]+$",
                "{'type':'array'} | {} | the whole: object found, array expected",
            })
    void saysInAFewWordsWhatDoesNotFit(String schema, String value, String problem) throws Exception {
        assertThat(JsonSchema.of(json(schema)).problem(json(value))).isEqualTo(problem);
    }

    @Test
    void saysNoMoreThanARepairNeeds() throws Exception {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode required = schema.putArray("required");
        for (int i = 0; i < 500; i++) {
            required.add("property_with_a_rather_long_name_".repeat(10) + i);
        }

        assertThat(JsonSchema.of(schema).problem(JSON.createObjectNode())).hasSizeLessThan(700);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "true",
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'}]}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'anyOf':[{'$ref':'#/$defs/a'}]}}}",
                "{'$ref':'#/$defs/missing'}",
                "{'properties':{'a':{'$ref':'#/$defs/missing'}}}",
                "{'$ref':'classpath:application.properties'}",
                "{'$ref':'resource:/application.properties'}",
                "{'$ref':'file:///etc/passwd'}",
                "{'properties':{'a':{'$ref':'https://json-schema.org/draft/2020-12/schema'}}}",
                "{'$ref':5}",
                "{'properties':{'a':5}}",
            })
    void refusesSchemasThatNothingCanBeCheckedAgainst(String schema) {
        assertThatThrownBy(() -> JsonSchema.of(json(schema)))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageStartingWith("it");
    }

    @Test
    void loadsNothingFromAnywhere() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/schema.json";
            for (String schema : new String[] {
                "{'$ref':'" + address + "'}",
                "{'properties':{'a':{'items':{'$ref':'" + address + "#/a'}}}}",
                "{'$schema':'" + address + "'}",
                "{'$id':'" + address + "','$ref':'other.json'}",
                "{'properties':{'a':{'$schema':'" + address + "','type':'object'}}}",
                "{'$dynamicRef':'" + address + "'}",
            }) {
                try {
                    JsonSchema.of(json(schema)).problem(json("{'a':[{'a':1}]}"));
                } catch (InvalidSchemaException refused) {
                    assertThat(refused).hasMessageStartingWith("it ");
                }
            }
            assertThatThrownBy(() -> {
                        server.accept();
                        fail("a schema was fetched");
                    })
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void refusesASchemaThatIsTooLarge() {
        ObjectNode schema = JSON.createObjectNode();
        for (int i = 0; i < 30_000; i++) {
            schema.withObject("/properties/p" + i).put("type", "string");
        }

        assertThatThrownBy(() -> JsonSchema.of(schema))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void refusesASchemaThatDoublesItsWorkAtEachOfManySteps() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$ref", "#/$defs/d0");
        for (int i = 0; i < 60; i++) {
            ArrayNode both = schema.withObject("/$defs/d" + i).putArray("allOf");
            both.addObject().put("$ref", "#/$defs/d" + (i + 1));
            both.addObject().put("$ref", "#/$defs/d" + (i + 1));
        }
        schema.withObject("/$defs/d60").put("type", "object");

        assertThatThrownBy(() -> JsonSchema.of(schema)).isInstanceOf(InvalidSchemaException.class);
    }

    @Test
    void givesUpOnAValueThatDoublesTheWorkAtEachLevel() throws Exception {
        JsonSchema schema = JsonSchema.of(json(
                "{'anyOf':[{'properties':{'a':{'$ref':'#'}},'required':['b']},{'properties':{'a':{'$ref':'#'}}}]}"));
        StringBuilder deep = new StringBuilder();
        deep.append("{'a':".repeat(60)).append("{}").append("}".repeat(60));

        assertThat(schema.problem(json(deep.toString()))).contains("cannot be checked");
    }

    @Test
    void matchesInLinearTimeWhatWouldBacktrackForEver() throws Exception {
        JsonSchema schema = JsonSchema.of(json("{'type':'string','pattern':'^(([a-z])+.)+[A-Z]([a-z])+$'}"));

        assertThat(schema.problem(json("'" + "a".repeat(5_000) + "'"))).contains("does not match");
        assertThat(schema.problem(json("'" + "a".repeat(5_000) + "Zz'"))).isNull();
    }

    @Test
    void survivesAValueOfAnyDepth() throws Exception {
        JsonNode value = JSON.createArrayNode();
        for (int i = 0; i < 100_000; i++) {
            value = JSON.createArrayNode().add(value);
        }

        assertThat(JsonSchema.of(json("{'type':'array','items':{'$ref':'#'}}")).problem(value))
                .contains("cannot be checked");
    }

    @Test
    void isEqualToASchemaThatSaysTheSame() throws Exception {
        assertThat(JsonSchema.of(json("{'type':'object'}")))
                .isEqualTo(JsonSchema.of(json("{'type':'object'}")))
                .hasSameHashCodeAs(JsonSchema.of(json("{'type':'object'}")))
                .isNotEqualTo(JsonSchema.of(json("{'type':'array'}")))
                .hasToString("{\"type\":\"object\"}");
        assertThat(JsonSchema.of(json("{'type':'object'}")).size()).isEqualTo(2);
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return JSON.readTree(singleQuoted.replace('\'', '"'));
    }
}
