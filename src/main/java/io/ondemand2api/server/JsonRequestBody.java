package io.ondemand2api.server;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.request.RequestJson;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes JSON of the bytes of a request, counted as memory on the way. */
public final class JsonRequestBody {

    private JsonRequestBody() {}

    /** Reads bytes as JSON, and takes room for what it keeps. */
    public interface Parser {

        /** The JSON of these bytes. */
        RequestJson parse(byte[] body, MemoryShare memory) throws GatewayException;
    }

    /** The body as JSON; from here on the exchange has none, so that nothing holds the bytes. */
    public static RequestJson take(Exchange exchange, Parser parser) throws GatewayException {
        MemoryShare memory = ClientSteps.of(exchange).memory();
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        long length = body.length;
        message.setBody(null);
        RequestJson json = parser.parse(body, memory);
        memory.giveBack(length);
        memory.take(json.questionBytes());
        return json;
    }
}
