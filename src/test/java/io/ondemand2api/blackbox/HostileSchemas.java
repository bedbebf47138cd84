package io.ondemand2api.blackbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON Schemas, and requests with them, that cost a naive check more than there is. */
public final class HostileSchemas {

    private HostileSchemas() {}

    /** A request of a few hundred bytes with a pattern that backtracks for ever without looking at a character. */
    public static String backtrackingRequest() {
        return request(tool(
                "f",
                "{'type':'object','properties':{'a':{'type':'string','pattern':'^x" + "(?:|)".repeat(64)
                        + "y'}},'pattern':'^x" + "(?:|)".repeat(64) + "y'}"));
    }

    /** A request of 27 kB with twenty tools, each of which doubles its work with each of its lines. */
    public static String twentyDoublingTools() {
        return requestWithTools(20, doubling("allOf", 19));
    }

    /** Four of these tools. */
    public static String fourDoublingTools() {
        return requestWithTools(4, doubling("allOf", 19));
    }

    /** Schemas of which no value can be checked within any sensible time: they have to be refused. */
    public static Map<String, String> refused() {
        Map<String, String> schemas = new LinkedHashMap<>();
        for (String keyword : new String[] {"allOf", "anyOf", "oneOf"}) {
            schemas.put(keyword + " doubles", doubling(keyword, 19));
            schemas.put(keyword + " doubles further", doubling(keyword, 60));
        }
        schemas.put(
                "not doubles",
                chain(i -> "{'not':{'$ref':'#/$defs/d" + i + "'},'allOf':[{'$ref':'#/$defs/d" + i + "'}]}"));
        schemas.put(
                "if doubles",
                chain(i -> "{'if':{'$ref':'#/$defs/d" + i + "'},'then':{'$ref':'#/$defs/d" + i
                        + "'},'else':{'$ref':'#/$defs/d" + i + "'}}"));
        schemas.put(
                "dependentSchemas double",
                chain(i ->
                        "{'dependentSchemas':{'a':{'$ref':'#/$defs/d" + i + "'},'b':{'$ref':'#/$defs/d" + i + "'}}}"));
        schemas.put(
                "dependencies double",
                chain(i -> "{'dependencies':{'a':{'$ref':'#/$defs/d" + i + "'},'b':{'$ref':'#/$defs/d" + i + "'}}}"));
        schemas.put(
                "$dynamicRef doubles",
                chain(
                        i -> "{'$dynamicAnchor':'a" + (i + 1) + "','allOf':[{'$dynamicRef':'#a" + i
                                + "'},{'$dynamicRef':'#a" + i + "'}]}",
                        "{'$dynamicAnchor':'a0','type':'object'}"));
        schemas.put(
                "unevaluatedProperties of what doubles",
                "{'unevaluatedProperties':false," + doubling("anyOf", 19).substring(1));
        schemas.put("loop", "{'type':'object','allOf':[{'$ref':'#'}]}");
        schemas.put(
                "loop of two",
                "{'type':'object','$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'not':"
                        + "{'$ref':'#/$defs/a'}}}}");
        schemas.put(
                "loop of $recursiveRef", "{'$recursiveAnchor':true,'type':'object','anyOf':[{'$recursiveRef':'#'}]}");
        schemas.put("deep chain", chain(i -> "{'$ref':'#/$defs/d" + i + "'}", "{}", 2_000));
        schemas.put("many values", "{'type':'object','enum':[" + list(60_000, i -> "" + i) + "]}");
        return schemas;
    }

    /** Schemas that are cheap by themselves, and cost more with each part of a value. */
    public static Map<String, String> accepted() {
        Map<String, String> schemas = new LinkedHashMap<>();
        String both = "[{'properties':{'a':{'$ref':'#'}},'items':{'$ref':'#'},'required':['b']},"
                + "{'properties':{'a':{'$ref':'#'}},'items':{'$ref':'#'}}]";
        schemas.put("doubles with each level of a value", "{'anyOf':" + both + "}");
        schemas.put("doubles under not", "{'not':{'anyOf':" + both + "}}");
        schemas.put(
                "doubles with unevaluated",
                "{'oneOf':" + both + ",'unevaluatedProperties':{'$ref':'#'},'unevaluatedItems':{'$ref':'#'}}");
        schemas.put(
                "many over all",
                "{'allOf':["
                        + list(
                                300,
                                i -> "{'items':true,'additionalProperties':true,"
                                        + "'contains':{'type':'string'},'propertyNames':{'minLength':0}}")
                        + "]}");
        schemas.put(
                "unique", "{'allOf':[" + list(300, i -> "{'uniqueItems':true}") + "],'items':{'uniqueItems':true}}");
        schemas.put(
                "big enum",
                "{'items':{'enum':[" + list(20_000, i -> "'" + i + "'")
                        + "]},'additionalProperties':{'enum':[{'a':[1]}," + list(20_000, i -> "" + i) + "]}}");
        schemas.put(
                "const of a big object",
                "{'items':{'const':{" + list(10_000, i -> "'p" + i + "':" + i) + "}},'additionalProperties':{'const':{"
                        + list(10_000, i -> "'p" + i + "':" + i) + "}}}");
        schemas.put(
                "required of many",
                "{'allOf':[" + list(5, i -> "{'required':[" + list(3_000, j -> "'p" + j + "'") + "]}")
                        + "],'items':{'$ref':'#'},'additionalProperties':{'$ref':'#'}}");
        schemas.put(
                "patterns by properties",
                "{'patternProperties':{" + list(200, i -> "'^p.*(a|b)*" + i + "$':true")
                        + "},'additionalProperties':false}");
        schemas.put(
                "patterns by length",
                "{'items':{'pattern':'^(a?){200}(a|aa)*b$'},'additionalProperties':{'pattern':" + "'(x+x+)+y'}}");
        schemas.put(
                "counted patterns", "{'allOf':[" + list(200, i -> "{'pattern':'^(a{1,90}){1,40}" + i + "$'}") + "]}");
        schemas.put(
                "dependentRequired", "{'dependentRequired':{" + list(2_000, i -> "'p" + i + "':['q','r','s']") + "}}");
        schemas.put("deep", "{'items':".repeat(90) + "{}" + "}".repeat(90));
        schemas.put(
                "prefixItems", "{'prefixItems':[" + list(5_000, i -> "{'type':'integer','multipleOf':1e-300}") + "]}");
        schemas.put(
                "numbers",
                "{'items':{'multipleOf':1e-308,'minimum':-1e308},'additionalProperties':{'multipleOf':" + "1e999999}}");
        schemas.put("contains", "{'contains':{'$ref':'#'},'minContains':2,'maxContains':3,'items':{'contains':true}}");
        schemas.put(
                "many ids",
                "{'$defs':{" + list(3_000, i -> "'d" + i + "':{'$id':'x" + i + "/','$dynamicAnchor':'a'}")
                        + "},'properties':{'a':{'$dynamicRef':'x0/#a'}}}");
        return schemas;
    }

    /** A request with this tool alone. */
    public static String request(String tool) {
        return json("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'tools':[" + tool + "]}");
    }

    /** A request with so many tools, all with these parameters. */
    public static String requestWithTools(int count, String parameters) {
        return request(IntStream.range(0, count)
                .mapToObj(i -> tool("f" + i, parameters))
                .collect(Collectors.joining(",")));
    }

    public static String tool(String name, String parameters) {
        return "{'type':'function','function':{'name':'" + name + "','parameters':" + parameters + "}}";
    }

    /** d0 … dn, each of which applies the one before it twice. */
    static String doubling(String keyword, int count) {
        return chain(
                i -> "{'" + keyword + "':[{'$ref':'#/$defs/d" + i + "'},{'$ref':'#/$defs/d" + i + "'}]}",
                "{'type':'object'}",
                count);
    }

    private static String chain(IntFunction<String> link) {
        return chain(link, "{'type':'object'}");
    }

    private static String chain(IntFunction<String> link, String end) {
        return chain(link, end, 30);
    }

    private static String chain(IntFunction<String> link, String end, int count) {
        return "{'type':'object','$ref':'#/$defs/d" + (count - 1) + "','$defs':{'d0':" + end + ","
                + list(count - 1, i -> "'d" + (i + 1) + "':" + link.apply(i)) + "}}";
    }

    private static String list(int count, IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
    }

    /** As JSON wants its quotes. */
    public static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
