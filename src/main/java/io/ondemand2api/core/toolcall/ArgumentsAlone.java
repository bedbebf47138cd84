package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.Tool;
import io.ondemand2api.core.ToolCall;
import io.ondemand2api.core.Toolset;
import io.ondemand2api.core.answer.AnswerCheck;
import io.ondemand2api.core.answer.ArgumentConversions;
import io.ondemand2api.core.answer.JsonAnswer;
import java.util.Iterator;

/**
 * An answer that is the arguments of the one tool that has to be called, without a call around them. Clients that want an
 * object of a certain shape offer one tool for it and demand its call; many models then write the object alone.
 */
final class ArgumentsAlone {

    private ArgumentsAlone() {}

    /** The call that is meant, or null. */
    static ToolCall in(Toolset tools, String text) {
        if (!tools.callRequired() || tools.tools().size() != 1) {
            return null;
        }
        Tool tool = tools.tools().get(0);
        JsonAnswer answer = JsonAnswer.of(OutputFormat.JSON_OBJECT, text);
        if (answer.problem() != null || !named(tool, JsonAnswer.parse(answer.text()))) {
            return null;
        }
        ToolCall call =
                ArgumentConversions.fitted(tool, new ToolCall(CallCollector.newId(), tool.name(), answer.text()));
        return AnswerCheck.problem(tools, call) == null ? call : null;
    }

    /** True when the tool has a parameter for each of its values: many schemas fit any object at all. */
    private static boolean named(Tool tool, JsonNode object) {
        if (tool.parameters() == null || object.isEmpty()) {
            return false;
        }
        JsonNode properties = tool.parameters().node().path("properties");
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            if (!properties.has(names.next())) {
                return false;
            }
        }
        return true;
    }
}
