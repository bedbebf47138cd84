package io.ondemand2api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.core.request.JsonBody;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestJson;
import io.ondemand2api.core.request.RequestObject;
import io.ondemand2api.core.request.StopSequences;
import io.ondemand2api.core.request.ValidationErrors;
import io.ondemand2api.core.schema.SchemaBudget;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the body of {@code POST /v1/messages}. What changes the answer is taken over or refused, what only hints is
 * ignored, and so is every parameter that is not known: clients send many. Safe for several threads.
 */
public final class MessagesRequestReader {

    private static final int MAX_STOP_SEQUENCES = 16;

    private final FileLimits files;
    private final int mostValues;
    private final Supplier<SchemaBudget> schemas;
    private final boolean webSearch;

    /**
     * @param files the files that it takes
     * @param mostValues the most JSON values that it reads of one request, at least 1
     * @param schemas gives the schemas of each request a budget
     * @param webSearch true when the model can be let search the web
     */
    public MessagesRequestReader(FileLimits files, int mostValues, Supplier<SchemaBudget> schemas, boolean webSearch) {
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
     * @throws GatewayException {@link InvalidRequestException} when it cannot be served, or the exception that the share
     *     throws
     */
    public RequestJson parse(byte[] body, MemoryShare share) throws GatewayException {
        return JsonBody.read(body, MessageShapes.REQUEST, mostValues, share);
    }

    /**
     * Reads what {@link #parse} gave, as a request for an answer.
     *
     * @throws InvalidRequestException when it cannot be served, with the path of the field
     */
    public MessagesRequest read(RequestJson json) throws InvalidRequestException {
        RequestObject request = json.root();
        model(request);
        if (request.value("max_tokens") == null) {
            throw ValidationErrors.missing("max_tokens");
        }
        return new MessagesRequest(conversation(request), request.flag("stream"), ThinkingRequest.shown(request));
    }

    /**
     * Reads what {@link #parse} gave, as a request whose tokens are to be counted: without {@code max_tokens}.
     *
     * @throws InvalidRequestException when it could not be served, with the path of the field
     */
    public Conversation readToCount(RequestJson json) throws InvalidRequestException {
        return conversation(json.root());
    }

    private Conversation conversation(RequestObject request) throws InvalidRequestException {
        SchemaBudget budget = schemas.get();
        ServiceFeatures.refuse(request);
        JsonNode servers = request.array("mcp_servers", "an array of objects");
        if (servers != null && !servers.isEmpty()) {
            throw ValidationErrors.unsupportedParameter("mcp_servers");
        }
        return new Conversation(
                model(request),
                SystemPrompt.read(request),
                MessageTurns.read(request, files),
                new Sampling(request.decimal("temperature", 0, 1), request.decimal("top_p", 0, 1), null, null),
                ThinkingRequest.effort(request),
                stopSequences(request),
                request.integer("max_tokens", 1, Integer.MAX_VALUE),
                OfferedTools.read(request, budget, webSearch),
                OutputSchema.read(request, budget));
    }

    private static String model(RequestObject request) throws InvalidRequestException {
        String model = request.requiredText("model");
        if (model.isBlank()) {
            throw ValidationErrors.missing("model");
        }
        return Names.ofModel(model);
    }

    private static List<String> stopSequences(RequestObject request) throws InvalidRequestException {
        JsonNode list = request.array("stop_sequences", "an array of strings");
        return list == null ? List.of() : StopSequences.ofList(list, "stop_sequences", MAX_STOP_SEQUENCES);
    }
}
