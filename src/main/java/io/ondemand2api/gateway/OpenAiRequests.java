package io.ondemand2api.gateway;

import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.openai.ChatCompletionRequest;
import io.ondemand2api.openai.ChatCompletionRequestReader;
import io.ondemand2api.openai.CompletionId;
import io.ondemand2api.openai.CompletionIdentity;
import io.ondemand2api.openai.CompletionRequest;
import io.ondemand2api.openai.CompletionRequestReader;
import io.ondemand2api.openai.EmbeddingRequests;
import io.ondemand2api.openai.FileLimits;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads what OpenAI's clients send, and sets out how to answer them. In routes its steps are called {@code openai.…}. */
public final class OpenAiRequests {

    private static final String PROMPTS = "prompts";

    private final ChatCompletionRequestReader reader;
    private final CompletionRequestReader completionReader = new CompletionRequestReader();

    OpenAiRequests(FileLimits files) {
        reader = new ChatCompletionRequestReader(files);
    }

    /** Turns the body into a conversation. */
    public void readChatCompletion(Exchange exchange) throws AnswerException {
        Message message = exchange.getMessage();
        ChatCompletionRequest request = reader.read(message.getBody(byte[].class));
        // the bytes are not needed any more, and an answer may take minutes
        message.setBody(null);
        CompletionIdentity identity = new CompletionIdentity(
                CompletionId.next(),
                request.conversation().model(),
                Instant.now().getEpochSecond());
        new Asked(request.conversation(), () -> request.writer(identity)).leaveIn(exchange);
    }

    /** Turns the body into a conversation for each prompt, which {@link #nextPrompt} hands out. */
    public void readCompletion(Exchange exchange) throws AnswerException {
        Message message = exchange.getMessage();
        CompletionRequest request = completionReader.read(message.getBody(byte[].class));
        message.setBody(null);
        CompletionIdentity identity = new CompletionIdentity(
                CompletionId.nextOfText(), request.model(), Instant.now().getEpochSecond());
        exchange.setProperty(PROMPTS, new Prompts(request.conversations(), request.answer(identity)));
    }

    /** True while a prompt waits for its answer. */
    public boolean morePrompts(Exchange exchange) {
        return exchange.getProperty(PROMPTS, Prompts.class).hasNext();
    }

    /** Makes the next prompt the conversation to answer. */
    public void nextPrompt(Exchange exchange) {
        exchange.getProperty(PROMPTS, Prompts.class).next(exchange);
    }

    /** Says that no model makes embeddings. */
    public void refuseEmbedding(Exchange exchange) throws AnswerException {
        throw EmbeddingRequests.refusal(exchange.getMessage().getBody(byte[].class));
    }
}
