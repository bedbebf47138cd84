package io.ondemand2api.openai;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.JsonBody;
import io.ondemand2api.core.request.RequestJson;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import java.util.List;

/**
 * Reads the body of {@code POST /v1/completions}, OpenAI's older form. The models behind the gateway are made for
 * conversation, so each prompt is what a user says in one of its own. Safe for several threads.
 */
public final class CompletionRequestReader {

    /** OpenAI's default, which is short: a client that wants more has to say so. */
    private static final int DEFAULT_MAX_TOKENS = 16;

    private static final int MAX_CANDIDATES = 20;
    private static final int MAX_LOGPROBS = 5;

    private final int mostValues;

    /** @param mostValues the most JSON values that it reads of one request, at least 1 */
    public CompletionRequestReader(int mostValues) {
        this.mostValues = mostValues;
    }

    /**
     * Reads a whole body as JSON; its content type is ignored.
     *
     * @param body any bytes at all, not held on to
     * @param share room for the JSON is taken of it
     * @throws AnswerException {@link InvalidRequestException} with OpenAI's message, code and path of the field when it
     *     cannot be served, or the exception that the share throws
     */
    public RequestJson parse(byte[] body, MemoryShare share) throws GatewayException {
        return JsonBody.read(body, RequestShapes.COMPLETION, mostValues, share);
    }

    /**
     * Reads what {@link #parse} gave.
     *
     * @throws InvalidRequestException when it cannot be served, with OpenAI's message, code and path of the field
     */
    public CompletionRequest read(RequestJson json) throws InvalidRequestException {
        RequestObject request = json.root();
        String model = CommonParameters.model(request);
        List<String> prompts = PromptTexts.read(request);
        refuse(request);
        boolean stream = request.flag("stream");
        Sampling sampling = CommonParameters.sampling(request);
        List<String> stop = StopTexts.read(request);
        Integer maxTokens = request.integer("max_tokens", 1, Integer.MAX_VALUE);
        int limit = maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens;
        List<Conversation> conversations = prompts.stream()
                .map(prompt -> new Conversation(
                        model, "", List.of(Turn.of(Turn.Role.USER, prompt)), sampling, null, stop, limit))
                .toList();
        return new CompletionRequest(conversations, stream, CommonParameters.includeUsage(request, stream));
    }

    /** What changes the answer's form and cannot be had: it must not be lost in silence. */
    private static void refuse(RequestObject request) throws InvalidRequestException {
        RefusedParameters.checkChoices(request);
        Integer candidates = request.integer("best_of", 0, MAX_CANDIDATES);
        if (candidates != null && candidates > 1) {
            throw ValidationErrors.unsupportedValue("best_of", candidates.toString(), "the default (1) value");
        }
        if (request.flag("echo")) {
            throw ValidationErrors.unsupportedParameter("echo");
        }
        String suffix = request.text("suffix");
        if (suffix != null && !suffix.isEmpty()) {
            throw ValidationErrors.unsupportedParameter("suffix");
        }
        // 0 is not the default: it asks for the probabilities of the tokens that were chosen
        if (request.integer("logprobs", 0, MAX_LOGPROBS) != null) {
            throw ValidationErrors.unsupportedParameter("logprobs");
        }
    }
}
