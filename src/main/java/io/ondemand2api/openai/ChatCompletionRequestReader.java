package io.ondemand2api.openai;

import io.ondemand2api.conversation.Conversation;
import io.ondemand2api.conversation.InvalidRequestException;

/**
 * Reads the body of {@code POST /v1/chat/completions}. What changes the answer is taken over or refused, what only
 * hints is ignored, and so is every parameter that OpenAI does not know: clients send many. Safe for several threads.
 */
public final class ChatCompletionRequestReader {

    private final FileLimits files;

    /** A reader that takes no files but text. */
    public ChatCompletionRequestReader() {
        this(FileLimits.TEXT_ONLY);
    }

    /** A reader that takes these files. */
    public ChatCompletionRequestReader(FileLimits files) {
        this.files = files;
    }

    /**
     * Reads a whole body, whatever its content type was.
     *
     * @param body any bytes at all
     * @throws InvalidRequestException when it cannot be served, with OpenAI's message, code and path of the field
     */
    public ChatCompletionRequest read(byte[] body) throws InvalidRequestException {
        return read(body, 0, body.length);
    }

    /** As {@link #read(byte[])}, for {@code length} bytes from {@code offset} on. */
    public ChatCompletionRequest read(byte[] body, int offset, int length) throws InvalidRequestException {
        RequestObject request = JsonBody.read(body, offset, length);
        String model = CommonParameters.model(request);
        Messages messages = Messages.read(request, files);
        RefusedParameters.check(request);
        Metadata.check(request);
        boolean stream = request.flag("stream");
        Conversation conversation = new Conversation(
                model,
                messages.instructions(),
                messages.turns(),
                CommonParameters.sampling(request),
                ReasoningEfforts.read(request),
                StopTexts.read(request),
                maxTokens(request),
                ToolChoices.read(request),
                ResponseFormat.read(request));
        return new ChatCompletionRequest(
                conversation,
                stream,
                CommonParameters.includeUsage(request, stream),
                ToolChoices.form(request, conversation.tools()));
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
