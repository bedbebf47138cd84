package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A dialect as its clients speak it: says in it what Chat Completions would ask, and reads its answers. */
interface DialectClient {

    /** Where its questions go. */
    String path();

    /** False when the dialect has no words for something in this request of Chat Completions. */
    boolean canSay(JsonNode chat);

    /** The same question in this dialect. */
    ObjectNode request(JsonNode chat);

    /** What an answer says that came in one piece. */
    ClientAnswer whole(String body);

    /** What the events of a stream say together; fails when it did not come to its end. */
    ClientAnswer streamed(String body);

    /** What the body of an error says. */
    ClientError error(String body);

    /** The error that a stream ended with; null when it has none. Fails when the stream claims to be whole all the same. */
    ClientError streamError(String body);

    /** What an answer says, however it came. */
    default ClientAnswer read(String body, boolean stream) {
        return stream ? streamed(body) : whole(body);
    }
}
