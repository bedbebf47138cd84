package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.request.FileLimits;
import java.nio.charset.StandardCharsets;

/** Request bodies for tests, written with single quotes. */
final class Requests {

    static final int MAX_VALUES = 200_000;

    private static final ChatCompletionRequestReader READER =
            new ChatCompletionRequestReader(FileLimits.TEXT_ONLY, MAX_VALUES);

    private Requests() {}

    /** A body that is in order but for these further fields, such as {@code 'n':2}. */
    static String with(String fields) {
        return "{'model':'m','messages':[{'role':'user','content':'hi'}]" + (fields.isEmpty() ? "" : "," + fields)
                + "}";
    }

    static String withMessages(String messages) {
        return "{'model':'m','messages':[" + messages + "]}";
    }

    static byte[] bytes(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static ChatCompletionRequest read(String singleQuoted) throws InvalidRequestException {
        return read(bytes(singleQuoted));
    }

    static ChatCompletionRequest read(byte[] body) throws InvalidRequestException {
        return read(READER, body);
    }

    static ChatCompletionRequest read(ChatCompletionRequestReader reader, byte[] body) throws InvalidRequestException {
        try {
            return reader.read(reader.parse(body, MemoryShare.UNLIMITED));
        } catch (InvalidRequestException wrong) {
            throw wrong;
        } catch (GatewayException other) {
            throw new AssertionError(other);
        }
    }

    static Conversation conversation(String singleQuoted) throws InvalidRequestException {
        return read(singleQuoted).conversation();
    }

    static InvalidRequestException refusal(String singleQuoted) {
        return refusal(bytes(singleQuoted));
    }

    static InvalidRequestException refusal(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> read(body));
    }
}
