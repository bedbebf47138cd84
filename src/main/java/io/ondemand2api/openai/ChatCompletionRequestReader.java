package io.ondemand2api.openai;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.JsonBody;
import io.ondemand2api.core.request.RequestJson;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.request.WebSearch;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.function.Supplier;

/**
 * Reads the body of {@code POST /v1/chat/completions}. What changes the answer is taken over or refused, what only
 * hints is ignored, and so is every parameter that OpenAI does not know: clients send many. Safe for several threads.
 */
public final class ChatCompletionRequestReader {

    private final FileLimits files;
    private final int mostValues;
    private final Supplier<SchemaBudget> schemas;
    private final boolean webSearch;

    /** A reader that gives the schemas of each request a budget by default limits. */
    public ChatCompletionRequestReader(FileLimits files, int mostValues) {
        this(files, mostValues, SchemaBudget::new, false);
    }

    /**
     * @param files the files that it takes
     * @param mostValues the most JSON values that it reads of one request, at least 1
     * @param schemas gives the schemas of each request a budget
     * @param webSearch true when the model can be let search the web
     */
    public ChatCompletionRequestReader(
            FileLimits files, int mostValues, Supplier<SchemaBudget> schemas, boolean webSearch) {
        this.webSearch = webSearch;
        this.files = files;
        this.mostValues = mostValues;
        this.schemas = schemas;
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
        return JsonBody.read(body, RequestShapes.CHAT_COMPLETION, mostValues, share);
    }

    /**
     * Reads what {@link #parse} gave.
     *
     * @throws InvalidRequestException when it cannot be served, with OpenAI's message, code and path of the field
     */
    public ChatCompletionRequest read(RequestJson json) throws InvalidRequestException {
        return read(json, null);
    }

    /**
     * Reads what {@link #parse} gave.
     *
     * @param givenModel the model that the request's path names, instead of the one in its body; null when it names none
     * @throws InvalidRequestException when it cannot be served, with OpenAI's message, code and path of the field
     */
    public ChatCompletionRequest read(RequestJson json, String givenModel) throws InvalidRequestException {
        RequestObject request = json.root();
        String model = CommonParameters.model(givenModel == null ? request.text("model") : givenModel);
        Messages messages = Messages.read(request, files);
        RefusedParameters.check(request);
        Metadata.check(request);
        boolean stream = request.flag("stream");
        SchemaBudget budget = schemas.get();
        Conversation conversation = new Conversation(
                model,
                messages.instructions(),
                messages.turns(),
                CommonParameters.sampling(request),
                ReasoningEfforts.read(request),
                StopTexts.read(request),
                maxTokens(request),
                ToolChoices.read(request, budget).withWebSearch(searches(request)),
                ResponseFormat.read(request, budget));
        return new ChatCompletionRequest(
                conversation,
                stream,
                CommonParameters.includeUsage(request, stream),
                ToolChoices.form(request, conversation.tools()));
    }

    private boolean searches(RequestObject request) throws InvalidRequestException {
        String name = "web_search_options";
        if (request.value(name) == null) {
            return false;
        }
        if (!webSearch) {
            throw ValidationErrors.unsupportedParameter(name);
        }
        WebSearch.check(request.object(name));
        return true;
    }

    /** The old name and the new one may come together: the smaller limit keeps both promises. */
    private static Integer maxTokens(RequestObject request) throws InvalidRequestException {
        Integer old = request.integer("max_tokens", 1, Integer.MAX_VALUE);
        Integer current = request.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old == null || current == null) {
            return old == null ? current : old;
        }
        return Math.min(old, current);
    }
}
