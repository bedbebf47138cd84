package io.ondemand2api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.core.request.RequestObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEchoTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX = 500;
    private static final String LONG = "x".repeat(10 * MAX);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'instructions':'LONG'",
                "'tools':[{'type':'function','name':'f','description':'LONG'}]",
                "'tools':[{'type':'function','name':'f','parameters':{'LONG':1}}]",
                "'tools':[{'type':'function','name':'f','parameters':{'maximum':LONG_NUMBER}}]",
                "'tool_choice':{'type':'allowed_tools','tools':[{'type':'LONG'}]}",
                "'text':{'verbosity':'LONG'}",
                "'text':{'format':{'type':'json_schema','name':'n','schema':{'enum':['LONG']}}}",
                "'reasoning':{'summary':'LONG'}"
            })
    void aLargeParameterIsLeftOut(String field) throws Exception {
        RequestEcho echo = echo(field.replace("LONG_NUMBER", "9".repeat(900)).replace("LONG", LONG));

        assertThat(echo.beforeOutput() + echo.afterOutput())
                .doesNotContain("xxx", "999")
                .hasSizeLessThan(2 * MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'instructions':'be kind'",
                "'tool_choice':{'type':'function','name':'f'}",
                "'text':{'format':{'type':'text'},'verbosity':'low'}",
                "'reasoning':{'effort':'low','summary':'auto'}"
            })
    void aSmallOneIsRepeatedAsItCame(String field) throws Exception {
        RequestEcho echo = echo(field);

        JsonNode repeated = JSON.readTree("{" + echo.beforeOutput() + "\"output\":[]" + echo.afterOutput() + "}");
        JsonNode given = JSON.readTree("{" + field.replace('\'', '"') + "}");
        given.properties().forEach(one -> assertThat(repeated.get(one.getKey())).isEqualTo(one.getValue()));
    }

    @Test
    void aSmallToolIsRepeatedWithTheFieldsThatItLeftOut() throws Exception {
        RequestEcho echo = echo("'tools':[{'type':'function','name':'f','description':null}]");

        assertThat(echo.afterOutput())
                .contains("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":null,\"strict\":false}]");
    }

    private static RequestEcho echo(String field) throws Exception {
        JsonNode request = JSON.readTree(("{'model':'m','input':'hi'," + field + "}").replace('\'', '"'));
        return RequestEcho.of(RequestObject.of(request, ""), true, MAX);
    }
}
