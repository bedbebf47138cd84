package io.ondemand2api.observation;

import java.util.Map;
import org.apache.logging.log4j.message.MapMessage;

/** A log message that is a readable line, and fields where lines are written as JSON. */
final class RequestMessage extends MapMessage<RequestMessage, Object> {

    private static final long serialVersionUID = 1L;

    private final String text;

    RequestMessage(String text, Map<String, Object> fields) {
        super(fields);
        this.text = text;
    }

    @Override
    public String getFormattedMessage() {
        return text;
    }

    @Override
    public void formatTo(StringBuilder buffer) {
        buffer.append(text);
    }
}
