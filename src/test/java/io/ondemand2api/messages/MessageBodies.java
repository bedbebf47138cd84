package io.ondemand2api.messages;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.schema.SchemaBudget;
import java.nio.charset.StandardCharsets;

/** Request bodies for tests, written with single quotes. */
final class MessageBodies {

    static final int MAX_VALUES = 200_000;

    private static final MessagesRequestReader READER =
            new MessagesRequestReader(FileLimits.TEXT_ONLY, MAX_VALUES, SchemaBudget::new, false);

    private MessageBodies() {}

    /** A body that is in order but for these further fields, such as {@code 'temperature':2}. */
    static String with(String fields) {
        return "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    static String withMessages(String messages) {
        return "{'model':'m','max_tokens':9,'messages':[" + messages + "]}";
    }

    static MessagesRequest read(String singleQuoted) throws InvalidRequestException {
        return read(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static MessagesRequest read(byte[] body) throws InvalidRequestException {
        try {
            return READER.read(READER.parse(body, MemoryShare.UNLIMITED));
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
        return catchThrowableOfType(InvalidRequestException.class, () -> read(singleQuoted));
    }
}
