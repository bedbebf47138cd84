package io.ondemand2api.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A JSON Schema of a caller, ready to check what the model wrote. It comes from a stranger: it loads nothing, whatever
 * it refers to, and a check ends after a bounded number of steps, whatever it asks for. Formats are not checked. Equal
 * to another when both say the same. Safe for several threads.
 */
public final class JsonSchema {

    /** Far above any schema in use; each value of a schema costs the validator an object or two. */
    private static final int MOST_VALUES = 10_000;

    private static final int MOST_COMPLAINTS = 5;
    private static final int LONGEST_COMPLAINT = 600;

    private static final Set<String> KNOWN_DRAFTS = Set.of(
            "https://json-schema.org/draft/2020-12/schema",
            "https://json-schema.org/draft/2019-09/schema",
            "http://json-schema.org/draft-07/schema",
            "http://json-schema.org/draft-06/schema",
            "http://json-schema.org/draft-04/schema");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialects(
            List.of(
                    Dialects.getDraft202012(),
                    Dialects.getDraft201909(),
                    Dialects.getDraft7(),
                    Dialects.getDraft6(),
                    Dialects.getDraft4()),
            builder -> builder.defaultDialectId(Dialects.getDraft202012().getId())
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.block(anything -> true))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .preloadSchema(false)
                            .formatAssertionsEnabled(false)
                            .locale(Locale.ROOT)
                            .regularExpressionFactory(PatienceBudget::pattern)
                            .build()));

    private final JsonNode node;
    private final int size;
    private final Schema schema;

    private JsonSchema(JsonNode node, int size, Schema schema) {
        this.node = node;
        this.size = size;
        this.schema = schema;
    }

    /**
     * Makes a schema ready for use.
     *
     * @param node an object
     * @throws InvalidSchemaException when it is none, refers to what is not in it, or cannot end
     */
    public static JsonSchema of(JsonNode node) throws InvalidSchemaException {
        int size = size(node);
        if (size > MOST_VALUES) {
            throw new InvalidSchemaException("it is too large: at most " + MOST_VALUES + " values are allowed");
        }
        try {
            Schema schema = REGISTRY.getSchema(withKnownDraft(node));
            schema.initializeValidators();
            JsonSchema made = new JsonSchema(node, size, schema);
            for (JsonNode probe : SchemaProbes.ALL) {
                made.errors(probe);
            }
            return made;
        } catch (PatienceBudget.SpentException endless) {
            throw new InvalidSchemaException("it takes too many steps to check; it may refer to itself without end");
        } catch (RuntimeException | StackOverflowError wrong) {
            throw new InvalidSchemaException(
                    "it is not a valid JSON Schema, refers to itself without end, or refers to what it does not hold");
        }
    }

    /** The schema as the caller wrote it. */
    public JsonNode node() {
        return node;
    }

    /** The types that it declares for one property of an object; empty for any. See {@link SchemaTypes}. */
    public Set<String> types(String property) {
        return SchemaTypes.of(node, property);
    }

    /** How many JSON values it is made of. */
    public int size() {
        return size;
    }

    /**
     * Checks a value.
     *
     * @return null when it fits, else in a few words what does not
     */
    public String complaint(JsonNode value) {
        List<Error> errors;
        try {
            errors = errors(value);
        } catch (RuntimeException | StackOverflowError tooMuch) {
            return "it cannot be checked against the schema: it is too deep or too long";
        }
        if (errors.isEmpty()) {
            return null;
        }
        StringJoiner complaint = new StringJoiner("; ");
        errors.stream().limit(MOST_COMPLAINTS).forEach(error -> complaint.add(words(error)));
        return shortened(complaint.toString());
    }

    private List<Error> errors(JsonNode value) {
        return PatienceBudget.run(budget -> schema.validate(budget, value, OutputFormat.DEFAULT));
    }

    private static String words(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "the whole" : place) + ": " + error.getMessage();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_COMPLAINT ? text : text.substring(0, LONGEST_COMPLAINT) + "…";
    }

    /** A draft that nobody knows must not make a schema useless: it is read by the newest. */
    private static JsonNode withKnownDraft(JsonNode node) {
        JsonNode draft = node.get("$schema");
        if (draft == null
                || draft.isTextual() && KNOWN_DRAFTS.contains(draft.textValue().replace("#", ""))) {
            return node;
        }
        ObjectNode copy = ((ObjectNode) node).objectNode();
        node.properties().stream()
                .filter(property -> !property.getKey().equals("$schema"))
                .forEach(property -> copy.set(property.getKey(), property.getValue()));
        return copy;
    }

    private static int size(JsonNode node) throws InvalidSchemaException {
        if (!node.isObject()) {
            throw new InvalidSchemaException("it is not an object");
        }
        int size = 0;
        Deque<JsonNode> open = new ArrayDeque<>();
        open.push(node);
        while (!open.isEmpty()) {
            JsonNode next = open.pop();
            size++;
            next.forEach(open::push);
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSchema that && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
