package io.ondemand2api.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.SafeEcho;
import java.util.List;

/** What OpenAI says of a wrong parameter, in its own words: clients and their tests know these sentences. */
public final class ValidationErrors {

    private ValidationErrors() {}

    public static InvalidRequestException missing(String path) {
        return new InvalidRequestException(
                "Missing required parameter: '" + path + "'.", path, "missing_required_parameter");
    }

    public static InvalidRequestException wrongType(String path, String expected, JsonNode got) {
        String of = path.isEmpty() ? "the request body" : "'" + path + "'";
        return new InvalidRequestException(
                "Invalid type for " + of + ": expected " + expected + ", but got " + kind(got) + " instead.",
                path.isEmpty() ? null : path,
                "invalid_type");
    }

    public static InvalidRequestException invalidValue(String path, String got, List<String> supported) {
        return new InvalidRequestException(
                "Invalid value: '" + SafeEcho.of(got) + "'. Supported values are: " + listed(supported) + ".",
                path,
                "invalid_value");
    }

    public static InvalidRequestException unsupportedValue(String path, String got, String supported) {
        return new InvalidRequestException(
                "Unsupported value: '" + path + "' does not support " + SafeEcho.of(got) + " with this model. Only "
                        + supported + " is supported.",
                path,
                "unsupported_value");
    }

    public static InvalidRequestException unsupportedParameter(String path) {
        return new InvalidRequestException(
                "Unsupported parameter: '" + path + "' is not supported with this model.",
                path,
                "unsupported_parameter");
    }

    public static InvalidRequestException patternMismatch(String path, String pattern) {
        return new InvalidRequestException(
                "Invalid '" + path + "': string does not match pattern. Expected a string that matches the pattern '"
                        + pattern + "'.",
                path,
                "invalid_value");
    }

    /** @param number OpenAI's word for the kind, {@code integer} or {@code decimal} */
    public static InvalidRequestException belowMinimum(String path, String number, int least, JsonNode got) {
        return new InvalidRequestException(
                "Invalid '" + path + "': " + number + " below minimum value. Expected a value >= " + least
                        + ", but got " + SafeEcho.of(got.asText()) + " instead.",
                path,
                number + "_below_min_value");
    }

    /** @param number OpenAI's word for the kind, {@code integer} or {@code decimal} */
    public static InvalidRequestException aboveMaximum(String path, String number, int most, JsonNode got) {
        return new InvalidRequestException(
                "Invalid '" + path + "': " + number + " above maximum value. Expected a value <= " + most + ", but got "
                        + SafeEcho.of(got.asText()) + " instead.",
                path,
                number + "_above_max_value");
    }

    public static InvalidRequestException emptyArray(String path) {
        return new InvalidRequestException(
                "Invalid '" + path
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                path,
                "empty_array");
    }

    public static InvalidRequestException arrayTooLong(String path, int most, int length) {
        return new InvalidRequestException(
                "Invalid '" + path + "': array too long. Expected an array with maximum length " + most
                        + ", but got an array with length " + length + " instead.",
                path,
                "array_above_max_length");
    }

    public static InvalidRequestException stringTooLong(String path, int most, int length) {
        return new InvalidRequestException(
                "Invalid '" + path + "': string too long. Expected a string with maximum length " + most
                        + ", but got a string with length " + length + " instead.",
                path,
                "string_above_max_length");
    }

    /** What a field holds is counted in JSON values: objects, arrays, strings, numbers and so on. */
    public static InvalidRequestException tooManyValues(String path, int most) {
        return new InvalidRequestException(
                "Invalid '" + path + "': too many values. A request may hold " + most
                        + " JSON values in the parameters that are read.",
                path,
                "invalid_value");
    }

    static InvalidRequestException tooManyLongNames() {
        return new InvalidRequestException(
                "We could not parse the JSON body of your request. It has too many fields with long names.",
                null,
                null);
    }

    /** @param wrong what is wrong with the schema of a function's parameters */
    public static InvalidRequestException invalidParameters(String path, String function, String wrong) {
        return new InvalidRequestException(
                "Invalid schema for function '" + function + "': " + SafeEcho.of(wrong) + ".",
                path,
                "invalid_function_parameters");
    }

    /** @param needed the parameter without which this one means nothing */
    public static InvalidRequestException onlyAllowedWith(String path, String needed) {
        return new InvalidRequestException(
                "Invalid value for '" + path + "': '" + path + "' is only allowed when '" + needed + "' are specified.",
                path,
                null);
    }

    private static String kind(JsonNode value) {
        if (value.isIntegralNumber()) {
            return "an integer";
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a decimal number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    private static String listed(List<String> values) {
        int last = values.size() - 1;
        if (last == 0) {
            return "'" + values.get(0) + "'";
        }
        return "'" + String.join("', '", values.subList(0, last)) + "'" + (last > 1 ? "," : "") + " and '"
                + values.get(last) + "'";
    }
}
