package io.ondemand2api.openai.steps;

import io.ondemand2api.completion.ParsedRequest;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.openai.ChatCompletionRequest;
import io.ondemand2api.openai.ChatCompletionRequestReader;
import io.ondemand2api.openai.CompletionId;
import io.ondemand2api.openai.CompletionIdentity;
import io.ondemand2api.openai.CompletionRequest;
import io.ondemand2api.openai.CompletionRequestReader;
import io.ondemand2api.openai.EmbeddingRequests;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.JsonRequestBody;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Reads what OpenAI's clients send, and sets out how to answer them. In routes its steps are called {@code openai.…}. */
public final class OpenAiSteps {

    private static final ExchangeProperty<Prompts> PROMPTS = StepProperty.PROMPTS.of(Prompts.class);
    private static final ExchangeProperty<String> MODEL = StepProperty.MODEL_IN_PATH.of(String.class);
    private static final String DEPLOYMENTS = "/openai/deployments/";
    private static final String CHAT_COMPLETIONS = "/chat/completions";

    private final ChatCompletionRequestReader reader;
    private final CompletionRequestReader completionReader;

    /**
     * @param mostValues the most JSON values that are read of one request
     * @param schemas gives the schemas of each request a budget
     * @param webSearch true when the model can be let search the web
     */
    public OpenAiSteps(FileLimits files, int mostValues, Supplier<SchemaBudget> schemas, boolean webSearch) {
        reader = new ChatCompletionRequestReader(files, mostValues, schemas, webSearch);
        completionReader = new CompletionRequestReader(mostValues);
    }

    /**
     * Takes the deployment in the path of an Azure client for the model. The model in its body is a mere note, as it is
     * for Azure: some clients leave it out, others name one there that has nothing to do with the deployment.
     */
    public void takeModelFromPath(Exchange exchange) {
        String rest = ClientSteps.pathAfter(exchange, DEPLOYMENTS);
        MODEL.set(exchange, rest.substring(0, rest.length() - CHAT_COMPLETIONS.length()));
    }

    /** Turns the body into a conversation. */
    public void readChatCompletion(Exchange exchange) throws GatewayException {
        ChatCompletionRequest request = reader.read(JsonRequestBody.take(exchange, reader::parse), MODEL.get(exchange));
        CompletionIdentity identity = new CompletionIdentity(
                CompletionId.next(),
                request.conversation().model(),
                Instant.now().getEpochSecond());
        new ParsedRequest(request.conversation(), () -> request.writer(identity)).leaveIn(exchange);
    }

    /** Turns the body into a conversation for each prompt, which {@link #nextPrompt} hands out. */
    public void readCompletion(Exchange exchange) throws GatewayException {
        CompletionRequest request = completionReader.read(JsonRequestBody.take(exchange, completionReader::parse));
        CompletionIdentity identity = new CompletionIdentity(
                CompletionId.nextOfText(), request.model(), Instant.now().getEpochSecond());
        PROMPTS.set(exchange, new Prompts(request.conversations(), request.answer(identity)));
    }

    /** True while a prompt waits for its answer. */
    public boolean morePrompts(Exchange exchange) {
        return PROMPTS.get(exchange).hasNext();
    }

    /** Makes the next prompt the conversation to answer. */
    public void nextPrompt(Exchange exchange) {
        PROMPTS.get(exchange).next(exchange);
    }

    /** Says that no model makes embeddings. */
    public void refuseEmbedding(Exchange exchange) throws GatewayException {
        throw EmbeddingRequests.refusal(exchange.getMessage().getBody(byte[].class));
    }
}
