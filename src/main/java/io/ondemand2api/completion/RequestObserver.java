package io.ondemand2api.completion;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.Turn;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.RouteProperties;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.observation.Entry;
import io.ondemand2api.observation.Observation;
import io.ondemand2api.observation.ObservedRequest;
import io.ondemand2api.observation.Outcome;
import io.ondemand2api.observation.RequestRecord;
import io.ondemand2api.observation.Timings;
import io.ondemand2api.server.ClientRequest;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.RefusalListener;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Sees every request of every entry route begin and end, those that are refused included, so that no route needs a step
 * for it and a new one is seen at once.
 */
public final class RequestObserver implements RoutePolicyFactory, RefusalListener {

    private static final ExchangeProperty<ObservedRequest> OBSERVED =
            StepProperty.OBSERVED_REQUEST.of(ObservedRequest.class);
    private static final ExchangeProperty<Failed> FAILURE = StepProperty.FAILED_WITH.of(Failed.class);

    /**
     * How a request failed.
     *
     * @param status the HTTP status that says so, whether or not the client could still be told
     * @param type the class of failure
     * @param cause what is known of it beyond that: a fixed phrase, or null
     * @param told true when the client got this status
     * @param at when, by {@link System#nanoTime()}
     */
    record Failed(int status, String type, String cause, boolean told, long at) {}

    private final Observation observation;

    public RequestObserver(Observation observation) {
        this.observation = observation;
    }

    /** What is seen of this request. */
    static ObservedRequest of(Exchange exchange) {
        return OBSERVED.get(exchange);
    }

    /** Notes how the request failed. */
    static void failed(Exchange exchange, Failed failed) {
        FAILURE.set(exchange, failed);
    }

    /**
     * The client is done, with an answer or without: tells what became of the request. A second call does nothing, such
     * as the one at the end of an upstream's stream behind an answer.
     */
    static void ended(Exchange exchange) {
        ObservedRequest observed = of(exchange);
        if (observed != null && !observed.ended()) {
            ending(observed, exchange).run();
        }
    }

    /** What to tell, as it is now; the exchange is not looked at later. */
    private static Runnable ending(ObservedRequest observed, Exchange exchange) {
        CompletionContext completion = CompletionContext.of(exchange);
        RequestRecord record = record(observed, completion, exchange);
        Conversation conversation = conversation(exchange);
        Turn answer = completion != null && completion.outcome().finished()
                ? completion.rounds().turn()
                : null;
        return () -> observed.ends(record, conversation, answer);
    }

    @Override
    public void refused(String requestId, String method, String path, int status, String errorType, long nanos) {
        observation.refused(requestId, method, path, status, errorType, nanos);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode node) {
        return EntryRoutes.include(node) ? new Policy() : null;
    }

    private final class Policy extends RoutePolicySupport {

        private String path;
        private String operation;

        @Override
        public void onInit(Route route) {
            path = path(route);
            operation = operation(route.getRouteId());
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            Message message = exchange.getMessage();
            exchange.setProperty(RouteProperties.REQUEST_ID, ClientSteps.requestId(exchange));
            Entry entry = new Entry(
                    message.getHeader(Exchange.HTTP_METHOD, "", String.class), route.getRouteId(), path, operation);
            long started = System.nanoTime() - exchange.getClock().elapsed() * 1_000_000;
            ObservedRequest observed =
                    observation.begin(entry, started, header -> message.getHeader(header, String.class));
            OBSERVED.set(exchange, observed);
            ClientSteps.tellTrace(exchange, observed.traceResponse());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            ObservedRequest observed = of(exchange);
            if (observed != null && !observed.ended()) {
                EventLoopThreads.offLoop(ending(observed, exchange));
            }
        }
    }

    /** The part of {@code platform-http:///v1/models?…} that is a path; Camel encodes the braces of its parameters. */
    private static String path(Route route) {
        String uri = route.getEndpoint().getEndpointUri();
        int query = uri.indexOf('?');
        String whole = query < 0 ? uri : uri.substring(0, query);
        String path =
                whole.substring(whole.indexOf(':') + 1).replace("%7B", "{").replace("%7D", "}");
        return "/" + path.replaceFirst("^/+", "");
    }

    /** OpenTelemetry's name for what a route asks of a model; null for those that ask nothing. */
    private static String operation(String route) {
        return switch (route) {
            case "chat-completions", "azure-chat-completions", "responses", "messages" -> "chat";
            case "completions" -> "text_completion";
            case "embeddings" -> "embeddings";
            default -> null;
        };
    }

    private static RequestRecord record(ObservedRequest observed, CompletionContext completion, Exchange exchange) {
        Entry entry = observed.entry();
        if (completion != null && entry.operation() == null) {
            entry = entry.asking("chat");
        }
        Failed failed = FAILURE.get(exchange);
        Conversation conversation = conversation(exchange);
        ClientRequest client = ClientSteps.of(exchange);
        boolean finished = completion != null && completion.outcome().finished();
        long end = finished ? completion.outcome().finishedAt() : failed != null ? failed.at() : System.nanoTime();
        return new RequestRecord(
                exchange.getProperty(RouteProperties.REQUEST_ID, String.class),
                client == null ? null : client.label(),
                entry,
                conversation == null ? null : conversation.model(),
                completion == null ? null : completion.endpoint().id(),
                completion == null ? null : completion.attempt().keyLabel(),
                completion == null ? null : completion.attempt().sessionKind(),
                finished
                        ? new Outcome(
                                200, completion.rounds().finishReason().name().toLowerCase(Locale.ROOT), null, null)
                        : outcome(failed, exchange),
                finished ? completion.outcome().usage() : null,
                timings(observed, completion, end, client == null ? 0 : client.bodyTime()),
                completion == null ? 0 : completion.retries().made(),
                completion == null ? 0 : completion.response().keepAlives());
    }

    private static Conversation conversation(Exchange exchange) {
        ParsedRequest request = ParsedRequest.of(exchange);
        return request == null ? null : request.conversation();
    }

    private static Outcome outcome(Failed failed, Exchange exchange) {
        if (failed != null) {
            boolean inBand = !failed.told() && !Failure.CLIENT_CLOSED.label().equals(failed.type());
            return new Outcome(inBand ? 200 : failed.status(), null, failed.type(), failed.cause());
        }
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        return exchange.getException() == null
                ? new Outcome(status, null, null, null)
                : new Outcome(500, null, "internal", null);
    }

    private static Timings timings(ObservedRequest observed, CompletionContext completion, long end, long body) {
        long start = observed.started();
        boolean finished = completion != null && completion.outcome().finished();
        return new Timings(
                end - start,
                completion == null || completion.response().firstPartAt() == 0
                        ? Timings.NEVER
                        : completion.response().firstPartAt() - start,
                observed.firstCall() == 0 ? Timings.NEVER : Math.max(0, observed.firstCall() - start - body),
                finished ? Math.max(0, end - completion.attempt().call().lastHeard()) : Timings.NEVER);
    }
}
