package io.ondemand2api.core.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.StrangersJson;
import java.io.IOException;

/** Reads the bytes of a request as JSON, within limits that keep a hostile body from costing more than its size. */
public final class JsonBody {

    private static final int MAX_NESTING = 200;

    private static final int MAX_NAME = 1024;

    private static final JsonFactory JSON = StrangersJson.bytes()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(MAX_NAME)
                    // the length of a body is limited on entry
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** How often texts are copied on the way from a tool to the instructions that teach it, at most at a time. */
    private static final int TAUGHT_COPIES = 6;

    /** Few enough bytes that the copies do not count. */
    private static final int SMALL_TAUGHT = 256 * 1024;

    private JsonBody() {}

    /**
     * @param shape what is kept of it
     * @param mostValues the most JSON values that are kept
     * @param share room for what is kept is taken of it
     * @throws AnswerException as {@link InvalidRequestException} when it is no JSON object or too large, or when the
     *     share gives no more
     */
    public static RequestJson read(byte[] body, JsonShape shape, int mostValues, MemoryShare share)
            throws GatewayException {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                throw notJson();
            }
            JsonTree tree = new JsonTree(parser, body, mostValues, share);
            JsonNode root = tree.read(shape);
            if (parser.nextToken() != null) {
                throw notJson();
            }
            // written once, and then copied to one array; no text is longer in the question than in the body
            long question = 2 * Math.min(body.length, tree.textBytes() * 3 / 2);
            question += TAUGHT_COPIES * Math.max(0, Math.min(body.length, tree.taughtBytes()) - SMALL_TAUGHT);
            return new RequestJson(RequestObject.of(root, ""), question);
        } catch (StreamConstraintsException tooMuch) {
            throw new InvalidRequestException(
                    "We could not parse the JSON body of your request. "
                            + "It is nested too deeply, or holds too long a name or number.",
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
                        + "library correctly. The API expects a JSON payload, but what was sent was not valid JSON.)",
                null,
                null);
    }
}
