package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The gateway's description of its API, beside the outline of OpenAI's own. */
record ApiOutline(JsonNode document, JsonNode openai) {

    static ApiOutline of(String document) {
        try (InputStream in = ApiOutline.class.getResourceAsStream("/openai/outline.json")) {
            return new ApiOutline(
                    Chat.json(document), Chat.json(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The types that a schema allows, references followed. */
    Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        if (schema.has("$ref")) {
            return types(document.at(schema.path("$ref").asText().substring(1)));
        }
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        schema.path("anyOf").forEach(one -> types.addAll(types(one)));
        schema.path("enum").forEach(one -> types.add(one.isNull() ? "null" : "string"));
        return types;
    }

    /** A validator for one of the described schemas. */
    Schema validator(String name) {
        ObjectNode schema = document.deepCopy();
        schema.put("$ref", "#/components/schemas/" + name);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }
}
