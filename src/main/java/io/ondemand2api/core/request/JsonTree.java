package io.ondemand2api.core.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.WellFormedText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes a tree of what a shape keeps of one body, while the body runs through the parser. Each value is counted, and
 * room is taken for what it costs, before there are many more.
 */
public final class JsonTree {

    /** What the parser copies of a string five times may be so long; longer ones are decoded apart. */
    private static final int LONG_STRING = 16 * 1024;

    /** Room is taken in such steps, so that a small body takes it once. */
    private static final int STEP = 16 * 1024;

    /** What objects, fields and so on cost in memory beside their text, rounded up, in bytes. */
    private static final int OBJECT = 160;

    private static final int FIELD = 48;
    private static final int ARRAY = 128;
    private static final int TEXT = 64;
    private static final int SINGLE = 24;

    /** Names up to this length are not counted. */
    private static final int SHORT_NAME = 32;

    /**
     * The most characters that all longer names have together. The parser remembers names, and the memory for that grows
     * by small steps with a copy each: megabytes of names would take seconds.
     */
    private static final int MAX_LONG_NAMES = 1024 * 1024;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final byte[] body;
    private final int mostValues;
    private final MemoryShare share;
    private int values;
    private long due;
    private long textBytes;
    private long taughtBytes;
    private int longNames;

    public JsonTree(JsonParser parser, byte[] body, int mostValues, MemoryShare share) {
        this.parser = parser;
        this.body = body;
        this.mostValues = mostValues;
        this.share = share;
    }

    /** The value at which the parser stands. */
    public JsonNode read(JsonShape shape) throws IOException, GatewayException {
        JsonNode root = value(shape);
        share.take(due);
        due = 0;
        return root;
    }

    /** How many bytes all texts of the tree take, rounded up. */
    public long textBytes() {
        return textBytes;
    }

    /** How many bytes the texts take of which the model is told in other words, rounded up. */
    public long taughtBytes() {
        return taughtBytes;
    }

    private JsonNode value(JsonShape shape) throws IOException, GatewayException {
        if (++values > mostValues) {
            throw ValidationErrors.tooManyValues(path(), mostValues);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(shape);
            case START_ARRAY -> array(shape);
            case VALUE_STRING -> NODES.textNode(shape.keepsText() ? text(shape) : "");
            default -> single();
        };
    }

    private JsonNode object(JsonShape shape) throws IOException, GatewayException {
        cost(OBJECT);
        ObjectNode object = NODES.objectNode();
        if (shape.skipsFields()) {
            skip();
            return object;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            count(name.length());
            JsonShape field = shape.field(name);
            parser.nextToken();
            if (field == null) {
                skip();
            } else {
                cost(FIELD + name.length());
                object.set(WellFormedText.of(name), value(field));
            }
        }
        return object;
    }

    /** Passes over the value at which the parser stands. */
    private void skip() throws IOException, GatewayException {
        int open = 0;
        for (JsonToken at = parser.currentToken(); at != null; at = parser.nextToken()) {
            if (at == JsonToken.FIELD_NAME) {
                count(parser.getTextLength());
            } else if (at.isStructStart()) {
                open++;
            } else if (at.isStructEnd()) {
                open--;
            }
            if (open == 0) {
                return;
            }
        }
    }

    private void count(int nameLength) throws InvalidRequestException {
        if (nameLength > SHORT_NAME) {
            longNames += nameLength;
            if (longNames > MAX_LONG_NAMES) {
                throw ValidationErrors.tooManyLongNames();
            }
        }
    }

    private JsonNode array(JsonShape shape) throws IOException, GatewayException {
        cost(ARRAY);
        ArrayNode array = NODES.arrayNode();
        if (shape.items() == null) {
            skip();
            return array;
        }
        while (!parser.nextToken().isStructEnd()) {
            array.add(value(shape.items()));
        }
        return array;
    }

    private String text(JsonShape shape) throws IOException, GatewayException {
        String text = text();
        if (shape.taught()) {
            taughtBytes += 2L * text.length();
        }
        return text;
    }

    private String text() throws IOException, GatewayException {
        long at = body.length < LONG_STRING ? -1 : parser.currentTokenLocation().getByteOffset();
        // in UTF-16 and UTF-32 the parser does not know
        if (at >= 0 && at < body.length && body[(int) at] == '"') {
            LongString string = new LongString(body, (int) at + 1, body.length);
            if (string.length() >= LONG_STRING) {
                String text = string.decode(share);
                textBytes += 2L * text.length();
                cost(TEXT);
                return text;
            }
        }
        String text = WellFormedText.of(parser.getText());
        textBytes += 2L * text.length();
        cost(TEXT + 2L * text.length());
        return text;
    }

    private JsonNode single() throws IOException, GatewayException {
        cost(SINGLE);
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT -> integer();
            default -> NODES.numberNode(parser.getDoubleValue());
        };
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private void cost(long bytes) throws GatewayException {
        due += bytes;
        if (due >= STEP) {
            long taken = due;
            due = 0;
            share.take(taken);
        }
    }

    private String path() {
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
            if (at.inArray() && at.hasCurrentIndex()) {
                steps.push("[" + at.getCurrentIndex() + "]");
            } else if (at.inObject() && at.hasCurrentName()) {
                steps.push((at.getParent().inRoot() ? "" : ".") + at.getCurrentName());
            }
        }
        return SafeEcho.of(WellFormedText.of(String.join("", steps)));
    }
}
