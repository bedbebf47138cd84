package io.ondemand2api.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.conversation.InvalidRequestException;
import java.io.IOException;

/** Reads the bytes of a request as JSON, within limits that keep a hostile body from costing more than its size. */
final class JsonBody {

    private static final int DEEPEST_NESTING = 200;

    /** A value of a few bytes costs a hundred in memory, so their number is bounded apart from the body's size. */
    private static final long MOST_TOKENS = 2_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // names come from strangers: they have no place in the table of the whole process
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_NESTING)
                            .maxTokenCount(MOST_TOKENS)
                            // how long a body may be is decided at the door
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static RequestObject read(byte[] body, int offset, int length) throws InvalidRequestException {
        JsonNode root = parse(body, offset, length);
        if (root == null || root.isMissingNode()) {
            throw notJson();
        }
        return RequestObject.of(root, "");
    }

    private static JsonNode parse(byte[] body, int offset, int length) throws InvalidRequestException {
        try {
            return MAPPER.readTree(body, offset, length);
        } catch (StreamConstraintsException tooMuch) {
            throw new InvalidRequestException(
                    "We could not parse the JSON body of your request. "
                            + "It is nested too deeply, or holds too many values or too long a name or number.",
                    null,
                    null);
        } catch (IOException wrong) {
            throw notJson();
        } catch (RuntimeException wrong) {
            // the parser's promise is IOException; should it break on some bytes, they are still the caller's
            throw notJson();
        }
    }

    private static InvalidRequestException notJson() {
        return new InvalidRequestException(
                "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
                        + "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid "
                        + "JSON.)",
                null,
                null);
    }
}
