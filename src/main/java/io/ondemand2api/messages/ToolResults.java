package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.request.ContentBuilder;
import io.ondemand2api.core.request.RequestObject;
import java.util.List;

/** Reads the block {@code tool_result}: what a tool gave, be it a failure. */
final class ToolResults {

    private static final List<String> BLOCKS = List.of("text", "image", "document", "search_result", "tool_reference");

    /** The model has no field in which it could see that the call failed. */
    private static final String FAILED = "The call failed:";

    private ToolResults() {}

    static ContentBuilder read(RequestObject result, ContentBlocks blocks) throws InvalidRequestException {
        ContentBuilder content = new ContentBuilder();
        if (result.flag("is_error")) {
            content.say(FAILED);
        }
        JsonNode given = BlockTexts.optional(result);
        if (given == null) {
            return content;
        }
        if (given.isTextual()) {
            content.say(given.textValue());
        }
        for (int i = 0; i < given.size(); i++) {
            blocks.read(BlockTexts.block(result, given, i), BLOCKS, content);
        }
        return content;
    }
}
