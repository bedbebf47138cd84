package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of OpenAI's own specification, out of which {@code openai/schemas.json} is cut. Two things are made of
 * them on the way: what OpenAPI calls nullable becomes JSON Schema, and objects are closed, so that a field which
 * OpenAI does not know is a mistake unless it is one of the few that are meant to be there.
 */
final class OpenAiSchemas {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Map<String, Schema> compiled = new TreeMap<>();
    private final ObjectNode named;

    OpenAiSchemas() {
        named = read("/openai/schemas.json");
        addExtensions();
        addChunkOfCompletion();
        translate(named, true);
    }

    /** Other schemas, whose objects stay open: they are put together of parts. */
    OpenAiSchemas(String resource) {
        named = read(resource);
        translate(named, false);
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = OpenAiSchemas.class.getResourceAsStream(resource)) {
            return (ObjectNode) JSON.readTree(in).at("/components/schemas");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The schema of this name. */
    Schema get(String name) {
        return compiled.computeIfAbsent(name, wanted -> {
            if (!named.has(wanted)) {
                throw new IllegalArgumentException("no schema " + wanted);
            }
            ObjectNode schema = JSON.createObjectNode();
            schema.put("$ref", "#/$defs/" + wanted).set("$defs", named);
            return REGISTRY.getSchema(schema);
        });
    }

    /**
     * What the gateway says beyond OpenAI: the thinking, in the two places where clients look for it. And what OpenAI
     * says beyond its specification: the sources of an answer that streams.
     */
    private void addExtensions() {
        ((ObjectNode) named.at("/ChatCompletionStreamResponseDelta/properties"))
                .set("annotations", named.at("/ChatCompletionResponseMessage/properties/annotations"));
        for (String place : new String[] {"ChatCompletionResponseMessage", "ChatCompletionStreamResponseDelta"}) {
            ((ObjectNode) named.at("/" + place + "/properties"))
                    .putObject("reasoning_content")
                    .put("type", "string")
                    .put("minLength", 1);
        }
    }

    /** The specification has one schema for object and chunk, though OpenAI sends null until the last chunk. */
    private void addChunkOfCompletion() {
        ObjectNode chunk = named.withObject("/CreateCompletionResponse").deepCopy();
        ((ObjectNode) chunk.at("/properties/choices/items/properties/finish_reason")).put("nullable", true);
        named.set("CreateCompletionStreamResponse", chunk);
    }

    private static void translate(JsonNode node, boolean close) {
        if (node instanceof ObjectNode object) {
            // words of OpenAPI and of a generator, which mean nothing to a validator
            object.remove("discriminator");
            object.remove(List.of("x-stainless-const", "x-oaiTypeLabel"));
            if (object.path("$ref").isTextual()) {
                object.put("$ref", object.get("$ref").textValue().replace("#/components/schemas/", "#/$defs/"));
            }
            if (object.path("nullable").asBoolean()) {
                admitNull(object);
            }
            if (close && object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(inner -> translate(inner, close));
    }

    private static void admitNull(ObjectNode object) {
        object.remove("nullable");
        if (object.has("$ref")) {
            ArrayNode either = object.putArray("anyOf");
            either.addObject().set("$ref", object.remove("$ref"));
            either.addObject().put("type", "null");
            return;
        }
        String type = object.path("type").asText();
        object.putArray("type").add(type).add("null");
        if (object.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
    }
}
