package io.ondemand2api.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTypesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'string'} | string",
                "{'type':['string','null']} | string,null",
                "{'type':'string','nullable':true} | string,null",
                "{'$ref':'#/$defs/n'} | integer",
                "{'$ref':'#/$defs/a~1b/0'} | boolean",
                "{'$ref':'#'} | object",
                "{'anyOf':[{'$ref':'#/$defs/n'},{'type':'null'}]} | integer,null",
                "{'oneOf':[{'type':'string'},{'type':'array'}]} | string,array",
                "{'anyOf':[{'type':'string'},{}]} | ~~",
                "{'allOf':[{'$ref':'#/$defs/n'},{'minimum':1}]} | integer",
                "{'type':'number','allOf':[{'type':'integer'}]} | integer",
                "{'enum':['a',1,1.5,null,true,[],{}]} | string,integer,number,null,boolean,array,object",
                "{'const':'a'} | string",
                "{'properties':{}} | object",
                "{'items':{}} | array",
                "{} | ~~",
                "true | ~~",
                "5 | ~~",
                "{'$ref':'#/$defs/missing'} | ~~",
                "{'$ref':'#/$defs/loop'} | ~~",
                "{'$ref':'https://example.org/x'} | ~~",
            })
    void readsTheTypesOfAProperty(String property, String types) throws Exception {
        JsonNode root = json("{'type':'object','properties':{'p':" + property + "},'$defs':{'n':{'type':'integer'},"
                + "'a/b':[{'type':'boolean'}],'loop':{'$ref':'#/$defs/loop'}}}");

        assertThat(SchemaTypes.of(root, "p")).isEqualTo(types.isEmpty() ? Set.of() : Set.of(types.split(",")));
        assertThat(SchemaTypes.of(root, root.path("properties").path("p"))).isEqualTo(SchemaTypes.of(root, "p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'$ref':'#/$defs/o','$defs':{'o':{'properties':{'p':{'type':'integer'}}}}} | integer",
                "{'allOf':[{'properties':{'q':{}}},{'properties':{'p':{'type':'integer'}}}]} | integer",
                "{'anyOf':[{'properties':{'p':{'type':'integer'}}},{'properties':{'p':{'type':'null'}}}]} | integer,null",
                "{'additionalProperties':{'type':'number'}} | number",
                "{'additionalProperties':false} | ~~",
                "{'properties':{'q':{'type':'string'}}} | ~~",
            })
    void findsAPropertyWhereverItIsDeclared(String root, String types) throws Exception {
        assertThat(SchemaTypes.of(json(root), "p")).isEqualTo(types.isEmpty() ? Set.of() : Set.of(types.split(",")));
    }

    @Test
    void endsWhateverASchemaRefersTo() throws Exception {
        StringBuilder defs = new StringBuilder("'d0':{'type':'string'}");
        for (int i = 1; i < 30; i++) {
            String both = "[{'$ref':'#/$defs/d" + (i - 1) + "'},{'$ref':'#/$defs/d" + (i - 1) + "'}]";
            defs.append(",'d" + i + "':{'allOf':" + both + ",'anyOf':" + both + "}");
        }
        JsonNode root = json("{'properties':{'p':{'$ref':'#/$defs/d29'}},'$defs':{" + defs + "}}");

        assertThat(SchemaTypes.of(root, "p")).isEmpty();
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return JSON.readTree(singleQuoted.replace('\'', '"'));
    }
}
