package io.ondemand2api.openai;

import io.ondemand2api.conversation.Conversation;
import io.ondemand2api.conversation.InvalidRequestException;
import io.ondemand2api.conversation.Sampling;

/**
 * Reads the body of {@code POST /v1/chat/completions}. What changes the answer is taken over or refused, what only
 * hints is ignored, and so is every parameter that OpenAI does not know: clients send many. Safe for several threads.
 */
public final class ChatCompletionRequestReader {

    /** Longer names are no names; the model is repeated in every chunk. */
    private static final int LONGEST_MODEL = 256;

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
        String model = model(request);
        Messages messages = Messages.read(request);
        RefusedParameters.check(request);
        Metadata.check(request);
        boolean stream = request.flag("stream");
        Conversation conversation = new Conversation(
                model,
                messages.instructions(),
                messages.turns(),
                sampling(request),
                ReasoningEfforts.read(request),
                StopTexts.read(request),
                maxTokens(request),
                ToolChoices.read(request),
                ResponseFormat.read(request));
        return new ChatCompletionRequest(
                conversation, stream, includeUsage(request, stream), ToolChoices.form(request, conversation.tools()));
    }

    private static String model(RequestObject request) throws InvalidRequestException {
        String model = request.text("model");
        if (model == null || model.isBlank()) {
            throw new InvalidRequestException("you must provide a model parameter", null, null);
        }
        if (model.length() > LONGEST_MODEL) {
            throw Complaint.stringTooLong("model", LONGEST_MODEL, model.length());
        }
        return model;
    }

    private static Sampling sampling(RequestObject request) throws InvalidRequestException {
        return new Sampling(
                request.decimal("temperature", 0, 2),
                request.decimal("top_p", 0, 1),
                request.decimal("presence_penalty", -2, 2),
                request.decimal("frequency_penalty", -2, 2));
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

    private static boolean includeUsage(RequestObject request, boolean stream) throws InvalidRequestException {
        RequestObject options = request.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw new InvalidRequestException(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        return options.flag("include_usage");
    }
}
