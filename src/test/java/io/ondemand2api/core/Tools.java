package io.ondemand2api.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ondemand2api.core.schema.JsonSchema;
import java.util.List;

/** Tools for tests; JSON is written with single quotes. */
public final class Tools {

    public static final Tool WEATHER = tool(
            "get_weather",
            "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer'},"
                    + "'tags':{'type':'array','items':{'type':'string'}}},'required':['city']}");
    public static final Tool WRITE = tool("write-file", null);

    public static final Toolset BOTH = new Toolset(List.of(WEATHER, WRITE), ToolChoice.AUTO, true);
    public static final Toolset ONE_AT_A_TIME = new Toolset(List.of(WEATHER, WRITE), ToolChoice.AUTO, false);

    private Tools() {}

    public static Tool tool(String name, String parameters) {
        return new Tool(name, null, parameters == null ? null : schema(parameters), false);
    }

    public static JsonSchema schema(String singleQuoted) {
        try {
            return JsonSchema.of(new ObjectMapper().readTree(singleQuoted.replace('\'', '"')));
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }
}
