package io.ondemand2api.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyStatus;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.observation.RecentRequests;
import io.ondemand2api.observation.RequestRecord;
import io.ondemand2api.observation.UsageLedger;
import io.ondemand2api.server.Admission;
import io.ondemand2api.server.AdmissionGate;
import io.ondemand2api.server.ManagementEndpoint;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A page on the management port that shows what the gateway does now: keys, the last requests and the models. */
public final class Console implements ManagementEndpoint {

    /** Where it is. */
    public static final String PATH = "/console";

    private static final ObjectMapper JSON = new ObjectMapper();
    private final KeyPool keys;
    private final KeyActions actions;
    private final EndpointRegistry endpoints;
    private final Admission admission;
    private final AdmissionGate gate;
    private final IntSupplier streams;
    private final RecentRequests requests;
    private final UsagePages usage;
    private final Map<String, Supplier<? extends JsonNode>> pages;

    /**
     * @param streams how many answers are under way upstream
     * @param pages what others tell, by the name at which it is asked for
     */
    public Console(
            KeyPool keys,
            EndpointRegistry endpoints,
            Admission admission,
            AdmissionGate gate,
            IntSupplier streams,
            RecentRequests requests,
            UsageLedger usage,
            Map<String, Supplier<? extends JsonNode>> pages) {
        this.keys = keys;
        this.actions = new KeyActions(keys);
        this.endpoints = endpoints;
        this.admission = admission;
        this.gate = gate;
        this.streams = streams;
        this.requests = requests;
        this.usage = new UsagePages(usage);
        this.pages = pages;
    }

    @Override
    public Response answer(Request request) {
        boolean looks = request.method().equals("GET") || request.method().equals("HEAD");
        String rest = request.rest();
        if (rest.startsWith("keys/") && request.method().equals("POST")) {
            Response refusal = actions.take(rest.substring("keys/".length()), request.from());
            return refusal == null ? json(state()) : refusal;
        }
        if (!looks) {
            return Response.text(405, "Use GET, or POST to console/keys/KEY/ with " + KeyActions.NAMES + ".");
        }
        return switch (rest) {
            case "state" -> json(state());
            case "requests" -> json(lastRequests());
            case "models" -> json(endpoints.listed());
            case "usage.csv" -> Response.of("text/csv; charset=utf-8", usage.csv());
            default -> page(rest);
        };
    }

    private Response page(String name) {
        if (name.startsWith("usage/")) {
            ArrayNode groups = usage.groups(name.substring("usage/".length()));
            return groups == null ? Response.text(404, "There is no such page.") : json(groups);
        }
        return pages.containsKey(name) ? json(pages.get(name).get()) : ConsoleFiles.get(name);
    }

    private static Response json(Object tree) {
        try {
            return Response.json(200, JSON.writeValueAsBytes(tree));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ObjectNode state() {
        RecentRequests.Totals totals = requests.totals();
        ObjectNode state = JSON.createObjectNode()
                .put("draining", gate.leaving())
                .put("inFlight", admission.open())
                .put("limit", admission.most())
                .put("streams", streams.getAsInt())
                .put("models", endpoints.known() ? endpoints.names().size() : 0)
                .put("requests", totals.requests())
                .put("failed", totals.failed())
                .put("inputTokens", totals.inputTokens())
                .put("outputTokens", totals.outputTokens());
        ArrayNode all = state.putArray("keys");
        for (KeyStatus key : keys.status()) {
            all.addObject()
                    .put("label", key.label())
                    .put("state", key.state().label())
                    .put("reason", key.reason())
                    .put("seconds", (key.remaining().toMillis() + 999) / 1000)
                    .put("inFlight", key.inFlight())
                    .put("served", key.served())
                    .put("failed", key.failed())
                    .put("breaker", breaker(key.label()));
        }
        return state;
    }

    private String breaker(String label) {
        return keys.breakers()
                .find(label)
                .map(breaker ->
                        breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse(null);
    }

    private ArrayNode lastRequests() {
        ArrayNode all = JSON.createArrayNode();
        for (RecentRequests.Ended ended : requests.last()) {
            RequestRecord request = ended.request();
            ObjectNode one = all.addObject()
                    .put("at", ended.at().toString())
                    .put("id", request.id())
                    .put("client", request.client())
                    .put("route", request.entry().route())
                    .put("model", request.model())
                    .put("key", request.key())
                    .put("session", request.session())
                    .put("status", request.outcome().status())
                    .put("error", request.outcome().errorType())
                    .put("cause", request.outcome().cause())
                    .put("attempts", request.attempts())
                    .put("before", millis(request.timings().before()))
                    .put("first", millis(request.timings().firstWord()))
                    .put("after", millis(request.timings().after()))
                    .put("total", millis(request.timings().total()));
            if (request.usage() != null) {
                one.put("inputTokens", request.usage().inputTokens())
                        .put("outputTokens", request.usage().outputTokens())
                        .put("estimated", request.usage().estimated());
            }
        }
        return all;
    }

    private static Long millis(long nanos) {
        return nanos < 0 ? null : nanos / 1_000_000;
    }
}
