package io.ondemand2api.upstream.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/** How far the stream of one answer was read: the message that it belongs to, and its last event. For one thread at a time. */
public final class StreamPosition {

    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private String messageId;
    private long eventIndex;

    /** The message's id, which can stand in a path; null while the upstream has not said one. */
    public String messageId() {
        return messageId;
    }

    /** The index of the last event that had one; 0 while none had. */
    public long eventIndex() {
        return eventIndex;
    }

    /** The text that the parser comes to: the known id itself where it is the same, so that no event makes a new one. */
    String readId(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return null;
        }
        if (messageId != null && messageId.length() == json.getTextLength()) {
            char[] text = json.getTextCharacters();
            int from = json.getTextOffset();
            int i = 0;
            while (i < messageId.length() && messageId.charAt(i) == text[from + i]) {
                i++;
            }
            if (i == messageId.length()) {
                return messageId;
            }
        }
        return json.getText();
    }

    /** The whole number that the parser comes to, or -1. */
    static long readIndex(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        boolean whole =
                token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long index = whole ? json.getLongValue() : -1;
        json.skipChildren();
        return index;
    }

    /**
     * An event was read.
     *
     * @param id of its message, or null
     * @param index its index; below 0 for none
     */
    public void reached(String id, long index) {
        if (id != null && !id.equals(messageId) && ACCEPTABLE_ID.matcher(id).matches()) {
            messageId = id;
        }
        if (index >= 0) {
            eventIndex = index;
        }
    }
}
