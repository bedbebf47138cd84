package io.ondemand2api.core.answer;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.schema.JsonSchema;
import io.ondemand2api.core.schema.Violation;
import java.util.List;

/**
 * Converts arguments of a call that do not fit by their type, where they can only mean one thing: a number, a truth
 * value, null, a list or an object that is written as a string, a number or truth value where a string is asked for, one
 * object where a list of them is; and null is left out where a property is optional. A conversion counts only if the
 * schema then fits at its place. Everything else stays as the model wrote it, character by character.
 */
public final class ArgumentConversions {

    /** The most values of one call that are converted; each takes a check of the whole. */
    private static final int MAX_COUNT = 64;

    private ArgumentConversions() {}

    /** The call with arguments that fit the tool's parameters as far as they can be converted. */
    public static ToolCall fitted(Tool tool, ToolCall call) {
        if (tool == null || tool.parameters() == null || tool.strict()) {
            return call;
        }
        String arguments = call.arguments();
        for (int i = 0; i < MAX_COUNT; i++) {
            String next = converted(tool.parameters(), arguments);
            if (next == null) {
                break;
            }
            arguments = next;
        }
        return arguments.equals(call.arguments()) ? call : new ToolCall(call.id(), call.name(), arguments);
    }

    /** The arguments with one more value converted; null when there is none. */
    private static String converted(JsonSchema schema, String arguments) {
        JsonNode value = JsonAnswer.parse(arguments);
        if (value == null || !value.isObject()) {
            return null;
        }
        List<Violation> violations = schema.violations(value);
        for (Violation violation : violations) {
            JsonPointer place = JsonPointer.compile(violation.path());
            if (!place.matches()) {
                String next = converted(arguments, place, value.at(place));
                if (next != null && fits(schema.violations(JsonAnswer.parse(next)), violation, violations)) {
                    return next;
                }
            }
        }
        return null;
    }

    private static String converted(String arguments, JsonPointer place, JsonNode value) {
        JsonSpan span = JsonSpan.of(arguments, place);
        if (span == null) {
            return null;
        }
        if (value.isNull()) {
            return span.keyFrom() < span.from() ? span.removedFrom(arguments) : null;
        }
        String written = arguments.substring(span.from(), span.to());
        String other = switch (value.getNodeType()) {
            case NUMBER, BOOLEAN -> '"' + written + '"';
            case OBJECT -> '[' + written + ']';
            case STRING -> unquoted(value.textValue());
            default -> null;
        };
        return other == null ? null : span.replacedIn(arguments, other);
    }

    /** What stands in a string, when that is a JSON value itself. */
    private static String unquoted(String text) {
        if (text.equals("True") || text.equals("False")) {
            return text.equals("True") ? "true" : "false";
        }
        JsonNode value = JsonAnswer.parse(text);
        return value == null || value.isTextual() ? null : text.strip();
    }

    /** True when nothing is wrong at the place any more, and nothing is missing that was there. */
    private static boolean fits(List<Violation> now, Violation mended, List<Violation> before) {
        return now.stream()
                .noneMatch(violation -> violation.path().equals(mended.path())
                        || violation.equals(Violation.UNCHECKED)
                        || violation.keyword().equals("required") && !before.contains(violation));
    }
}
