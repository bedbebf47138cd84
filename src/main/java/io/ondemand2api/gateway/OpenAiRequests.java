package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.AnswerWriter;
import io.ondemand2api.openai.ChatCompletionRequest;
import io.ondemand2api.openai.ChatCompletionRequestReader;
import io.ondemand2api.openai.CompletionId;
import io.ondemand2api.openai.CompletionIdentity;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads what OpenAI's clients send, and sets out how to answer them. In routes it is called {@code openai}. */
public final class OpenAiRequests {

    private final ChatCompletionRequestReader reader = new ChatCompletionRequestReader();

    /** Turns the body into a conversation. */
    public void readChatCompletion(Exchange exchange) throws AnswerException {
        Message message = exchange.getMessage();
        ChatCompletionRequest request = reader.read(message.getBody(byte[].class));
        // the bytes are not needed any more, and an answer may take minutes
        message.setBody(null);
        exchange.setProperty(Dialect.CONVERSATION, request.conversation());
        CompletionIdentity identity = new CompletionIdentity(
                CompletionId.next(),
                request.conversation().model(),
                Instant.now().getEpochSecond());
        Supplier<AnswerWriter> writers = () -> request.writer(identity);
        exchange.setProperty(Dialect.WRITERS, writers);
    }
}
