package io.ondemand2api.exchange;

/**
 * The exchange properties by which routes see a request, have a say in it and learn what became of it: the contract with
 * those who edit them. All are of simple types; {@code docs/routes.md} says what each is.
 */
public final class RouteProperties {

    // seen from the start on

    /** The request's id, which its answer bears. */
    public static final String REQUEST_ID = "requestId";

    /** Who asks, such as {@code client-1}; from {@code client.authenticate} on. */
    public static final String CLIENT_LABEL = "clientLabel";

    // seen once the request was read

    /** The API that the client speaks, such as {@code openai}. */
    public static final String DIALECT = "dialect";

    /** Whether the client reads the answer as it comes. */
    public static final String STREAM = "stream";

    /** The same for all turns of a conversation of one client. */
    public static final String CONVERSATION_ID = "conversationId";

    // may be set between the reading and the answer

    /** The model that the client named, or that the route puts in its place. */
    public static final String MODEL = "model";

    /** Instructions of the operator. */
    public static final String SYSTEM_PROMPT = "systemPrompt";

    /** {@code prepend} or {@code replace}: what becomes of the client's own instructions. */
    public static final String SYSTEM_PROMPT_MODE = "systemPromptMode";

    public static final String TEMPERATURE = "temperature";
    public static final String TOP_P = "topP";
    public static final String PRESENCE_PENALTY = "presencePenalty";
    public static final String FREQUENCY_PENALTY = "frequencyPenalty";
    public static final String MAX_TOKENS = "maxTokens";
    public static final String REASONING_EFFORT = "reasoningEffort";

    /** Models to ask when one fails or is inactive, comma-separated. */
    public static final String FALLBACK_MODELS = "fallbackModels";

    /** How many attempts may be made while the upstream fails; behind the answer: how many were made. */
    public static final String ATTEMPTS = "attempts";

    /** How long the request may take in all. */
    public static final String TIMEOUT = "timeout";

    /** The only key that may be used; behind the answer: the one that was. */
    public static final String KEY_LABEL = "keyLabel";

    // parameters of kamelets, which set them for the step within

    /** The status, code, message and wait in seconds of {@code client-refuse}. */
    public static final String REFUSE_STATUS = "refuseStatus";

    public static final String REFUSE_CODE = "refuseCode";
    public static final String REFUSE_MESSAGE = "refuseMessage";
    public static final String REFUSE_RETRY_AFTER = "refuseRetryAfter";

    /** The regular expression and the replacement of {@code answer-transform-text}. */
    public static final String TRANSFORM_PATTERN = "transformPattern";

    public static final String TRANSFORM_REPLACEMENT = "transformReplacement";

    /** The language and the text of the expression of {@code answer-transform-match}. */
    public static final String TRANSFORM_LANGUAGE = "transformLanguage";

    public static final String TRANSFORM_EXPRESSION = "transformExpression";

    // seen behind the answer

    /** The HTTP status. */
    public static final String STATUS = "status";

    /** The class of failure, in the error route. */
    public static final String ERROR_TYPE = "errorType";

    /** Why the answer ended: {@code stop}, {@code length} or {@code tool_calls}. */
    public static final String FINISH_REASON = "finishReason";

    /** Tokens of question and answer together. */
    public static final String TOKENS = "tokens";

    public static final String INPUT_TOKENS = "inputTokens";
    public static final String OUTPUT_TOKENS = "outputTokens";

    /** OnDemand's endpoint that gave the answer. */
    public static final String ENDPOINT = "endpoint";

    /** From the request's arrival to the first word, in milliseconds. */
    public static final String FIRST_TOKEN_MILLIS = "firstTokenMillis";

    private RouteProperties() {}
}
