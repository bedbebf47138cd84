package io.ondemand2api.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import java.math.BigInteger;

/**
 * One JSON object of a request, read field by field. It knows where it stands, so that each problem names the path.
 * A field that is {@code null} counts as absent, for clients send nulls for all they leave open.
 */
public final class RequestObject {

    private final JsonNode node;
    private final String path;

    private RequestObject(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Takes this value as an object, or complains that it is none. */
    public static RequestObject of(JsonNode value, String path) throws InvalidRequestException {
        if (!value.isObject()) {
            throw ValidationErrors.wrongType(path, "an object", value);
        }
        return new RequestObject(value, path);
    }

    /** The path of one of its fields, such as {@code messages[2].role}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The value, or null when it is absent or JSON's null. */
    public JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** True when the field is there, be it null. */
    public boolean mentions(String name) {
        return node.has(name);
    }

    /** All its values with their names. */
    public JsonNode fields() {
        return node;
    }

    public RequestObject object(String name) throws InvalidRequestException {
        JsonNode value = value(name);
        return value == null ? null : of(value, path(name));
    }

    public RequestObject required(String name) throws InvalidRequestException {
        RequestObject object = object(name);
        if (object == null) {
            throw ValidationErrors.missing(path(name));
        }
        return object;
    }

    public JsonNode array(String name, String expected) throws InvalidRequestException {
        JsonNode value = value(name);
        if (value != null && !value.isArray()) {
            throw ValidationErrors.wrongType(path(name), expected, value);
        }
        return value;
    }

    public String text(String name) throws InvalidRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw ValidationErrors.wrongType(path(name), "a string", value);
        }
        return value.textValue();
    }

    public String requiredText(String name) throws InvalidRequestException {
        String text = text(name);
        if (text == null) {
            throw ValidationErrors.missing(path(name));
        }
        return text;
    }

    public boolean flag(String name) throws InvalidRequestException {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw ValidationErrors.wrongType(path(name), "a boolean", value);
        }
        return value != null && value.booleanValue();
    }

    public Double decimal(String name, int least, int most) throws InvalidRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw ValidationErrors.wrongType(path(name), "a decimal", value);
        }
        double number = value.doubleValue();
        if (number < least) {
            throw ValidationErrors.belowMinimum(path(name), "decimal", least, value);
        }
        if (number > most) {
            throw ValidationErrors.aboveMaximum(path(name), "decimal", most, value);
        }
        return number;
    }

    public Integer integer(String name, int least, int most) throws InvalidRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw ValidationErrors.wrongType(path(name), "an integer", value);
        }
        BigInteger number = value.bigIntegerValue();
        if (number.compareTo(BigInteger.valueOf(least)) < 0) {
            throw ValidationErrors.belowMinimum(path(name), "integer", least, value);
        }
        if (number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw ValidationErrors.aboveMaximum(path(name), "integer", most, value);
        }
        return number.intValue();
    }
}
