package io.ondemand2api.responses;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.OutputFormat;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.JsonBody;
import io.ondemand2api.core.request.RequestFiles;
import io.ondemand2api.core.request.RequestJson;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.openai.CommonParameters;
import io.ondemand2api.openai.Metadata;
import io.ondemand2api.openai.ReasoningEfforts;
import io.ondemand2api.openai.ResponseFormat;
import java.util.List;
import java.util.function.Supplier;

/** Reads the body of {@code POST /v1/responses}. Safe for several threads. */
public final class ResponseRequestReader {

    private static final int MIN_OUTPUT_TOKENS = 16;

    /** What a remembered input takes at least: as it is shown, and as turns. */
    private static final int BYTES_PER_CHARACTER = 4;

    private final FileLimits files;
    private final int mostValues;
    private final Supplier<SchemaBudget> schemas;
    private final ResponseStore store;
    private final DetachedResponses detached;
    private final int maxEchoBytes;
    private final boolean webSearch;

    /**
     * @param files the files that it takes
     * @param mostValues the most JSON values that it reads of one request, at least 1
     * @param schemas gives the schemas of each request a budget
     * @param store where responses are remembered
     * @param detached those that are made in the background
     * @param maxEchoBytes about the most of tools, instructions and schema that a response repeats
     * @param webSearch true when the model can be let search the web
     */
    public ResponseRequestReader(
            FileLimits files,
            int mostValues,
            Supplier<SchemaBudget> schemas,
            ResponseStore store,
            DetachedResponses detached,
            int maxEchoBytes,
            boolean webSearch) {
        this.webSearch = webSearch;
        this.files = files;
        this.mostValues = mostValues;
        this.schemas = schemas;
        this.store = store;
        this.detached = detached;
        this.maxEchoBytes = maxEchoBytes;
    }

    /**
     * Reads a whole body as JSON; its content type is ignored.
     *
     * @param body any bytes at all, not held on to
     * @param share room for the JSON is taken of it
     */
    public RequestJson parse(byte[] body, MemoryShare share) throws GatewayException {
        return JsonBody.read(body, ResponseShapes.RESPONSE, mostValues, share);
    }

    /**
     * Reads what {@link #parse} gave.
     *
     * @param owner the client, whose remembered responses may be referred to
     * @param share room for what is remembered is taken of it
     * @throws GatewayException {@link InvalidRequestException} when it cannot be served, with OpenAI's message, code and
     *     path of the field, or the exception that the share throws
     */
    public ResponseRequest read(RequestJson json, String owner, MemoryShare share) throws GatewayException {
        RequestObject request = json.root();
        NestedFunctions.flatten(request);
        String model = CommonParameters.model(request);
        refuse(request);
        Metadata.check(request);
        SchemaBudget budget = schemas.get();
        DeclaredTools tools = DeclaredTools.read(request, budget, webSearch);
        TurnCollector turns = new TurnCollector();
        RememberedItems remembered = new RememberedItems(store, owner, share);
        StoredResponse previous = previous(request, owner);
        if (previous != null) {
            remembered.goOnFrom(previous);
            turns.startWith(previous);
        }
        new InputItems(tools, new ItemContent(new RequestFiles(files)), turns, remembered).read(request);
        Conversation conversation = conversation(request, model, turns, tools, budget);
        boolean stored = request.value("store") == null || request.flag("store");
        boolean background = request.flag("background");
        boolean stream = request.flag("stream");
        ResponseEnvelope envelope = new ResponseEnvelope(RequestEcho.of(request, stored, maxEchoBytes), background);
        boolean kept = stored && !JsonSize.exceeds(request.value("input"), store.maxBytes() / BYTES_PER_CHARACTER);
        if (background) {
            checkBackground(stored, kept);
            DetachedResponse response =
                    detached.of(owner, envelope, rememberedInput(turns, request, share), stream, share);
            return new ResponseRequest(
                    conversation, stream, envelope, tools, response, detached.detachment(response, stream));
        }
        return new ResponseRequest(
                conversation,
                stream,
                envelope,
                tools,
                kept ? keep(owner, envelope.id(), rememberedInput(turns, request, share)) : FinishedOutput.IGNORED,
                null);
    }

    private static Conversation conversation(
            RequestObject request, String model, TurnCollector collected, DeclaredTools tools, SchemaBudget budget)
            throws InvalidRequestException {
        String own = request.text("instructions");
        String instructions =
                own == null || own.isEmpty() || collected.instructions().isEmpty()
                        ? (own == null ? "" : own) + collected.instructions()
                        : own + "\n\n" + collected.instructions();
        List<Turn> turns = collected.turns();
        if (turns.isEmpty()) {
            if (instructions.isEmpty()) {
                throw ValidationErrors.missing("input");
            }
            // a conversation without a word from the user has nothing to answer
            turns = List.of(Turn.of(Turn.Role.USER, instructions));
            instructions = "";
        }
        return new Conversation(
                model,
                instructions,
                turns,
                CommonParameters.sampling(request),
                ReasoningEfforts.read(request.object("reasoning"), "effort"),
                List.of(),
                request.integer("max_output_tokens", MIN_OUTPUT_TOKENS, Integer.MAX_VALUE),
                ResponseToolChoice.read(request, tools),
                textFormat(request, budget));
    }

    /** What would change the answer and cannot be had is refused by name. */
    private static void refuse(RequestObject request) throws InvalidRequestException {
        for (String name : List.of("conversation", "prompt")) {
            if (request.value(name) != null) {
                throw ValidationErrors.unsupportedParameter(name);
            }
        }
        Integer logprobs = request.integer("top_logprobs", 0, 20);
        if (logprobs != null && logprobs > 0) {
            throw ValidationErrors.unsupportedParameter("top_logprobs");
        }
        for (String name : List.of("truncation", "prompt_cache_key", "safety_identifier")) {
            String text = request.text(name);
            if (text != null && text.length() > 1024) {
                throw ValidationErrors.stringTooLong(name, 1024, text.length());
            }
        }
        request.integer("max_tool_calls", 1, Integer.MAX_VALUE);
    }

    private StoredResponse previous(RequestObject request, String owner) throws InvalidRequestException {
        String id = request.text("previous_response_id");
        if (id == null || id.isEmpty()) {
            return null;
        }
        if (detached.find(owner, id) != null) {
            throw new InvalidRequestException(
                    "Previous response with id '" + SafeEcho.of(id) + "' has not ended yet.",
                    "previous_response_id",
                    "invalid_value");
        }
        StoredResponse previous = store.find(owner, id);
        if (previous == null || previous.turns().isEmpty()) {
            throw new InvalidRequestException(
                    "Previous response with id '" + SafeEcho.of(id) + "' not found.",
                    "previous_response_id",
                    "previous_response_not_found");
        }
        return previous;
    }

    /** Its client comes back for it, so that it has to be remembered. */
    private void checkBackground(boolean stored, boolean kept) throws InvalidRequestException {
        if (!stored) {
            throw new InvalidRequestException(
                    "Background mode requires 'store' to be true.", "background", "invalid_value");
        }
        if (!kept) {
            throw new InvalidRequestException(
                    store.maxBytes() == 0
                            ? "Background mode is not available: no responses are remembered here."
                            : "Background mode is not available for an input of this size: it could not be remembered.",
                    store.maxBytes() == 0 ? "background" : "input",
                    "invalid_value");
        }
    }

    private FinishedOutput keep(String owner, String id, RememberedInput input) {
        return (json, output) -> store.put(owner, input.answered(id, json, output, null));
    }

    private static RememberedInput rememberedInput(TurnCollector said, RequestObject request, MemoryShare share)
            throws GatewayException {
        return new RememberedInput(inputItems(request, share), said.instructions(), said.turns());
    }

    /** The items are kept until the answer is whole, beside what is made of them. */
    private static List<InputItem> inputItems(RequestObject request, MemoryShare share) throws GatewayException {
        List<InputItem> items = InputItemList.of(request);
        share.take(Character.BYTES * InputItemList.characters(items));
        return items;
    }

    private static OutputFormat textFormat(RequestObject request, SchemaBudget schemas) throws InvalidRequestException {
        RequestObject text = request.object("text");
        return ResponseFormat.of(text == null ? null : text.object("format"), false, schemas);
    }
}
