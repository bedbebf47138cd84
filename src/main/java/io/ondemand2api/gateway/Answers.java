package io.ondemand2api.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ondemand2api.conversation.AnswerException;
import io.ondemand2api.conversation.AnswerWriter;
import io.ondemand2api.conversation.Conversation;
import io.ondemand2api.conversation.Failure;
import io.ondemand2api.edge.ClientConnection;
import io.ondemand2api.edge.ClientRequests;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.ondemand.Endpoint;
import io.ondemand2api.ondemand.EndpointRegistry;
import io.ondemand2api.ondemand.Question;
import io.ondemand2api.ondemand.UpstreamFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The steps of the route {@code answer}: lease a key, open a session, ask, and after a failure decide what next. In
 * routes it is called {@code answer}.
 */
public final class Answers {

    private static final String ANSWERING = "answering";
    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPool keys;
    private final EndpointRegistry endpoints;
    private final Watch watch;
    private final Attempts.Settings attempts;
    private final Duration keyPatience;
    private final RequestLog log = new RequestLog();

    Answers(KeyPool keys, EndpointRegistry endpoints, Watch watch, Attempts.Settings attempts, Duration keyPatience) {
        this.keys = keys;
        this.endpoints = endpoints;
        this.watch = watch;
        this.attempts = attempts;
        this.keyPatience = keyPatience;
    }

    static Answering of(Exchange exchange) {
        return exchange.getProperty(ANSWERING, Answering.class);
    }

    /** Finds the model and sets out; headers that the route has set become headers of the answer. */
    public void begin(Exchange exchange) throws AnswerException {
        Conversation conversation = exchange.getProperty(Dialect.CONVERSATION, Conversation.class);
        Endpoint endpoint = endpoints.resolve(conversation.model());
        @SuppressWarnings("unchecked")
        Supplier<AnswerWriter> writers = exchange.getProperty(Dialect.WRITERS, Supplier.class);
        Answering answering = new Answering(
                exchange.getProperty(ClientRequests.CONNECTION, ClientConnection.class),
                conversation,
                endpoint,
                writers,
                headers(exchange, writers.get()),
                new Attempts(attempts, keyPatience, keys.size()),
                System.nanoTime() - exchange.getClock().elapsed() * 1_000_000);
        exchange.setProperty(ANSWERING, answering);
        watch.add(answering);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                watch.remove(answering);
                answering.release();
                log.write(answering, done);
            }
        });
    }

    private static Map<String, String> headers(Exchange exchange, AnswerWriter writer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", writer.contentType());
        if (writer.streaming()) {
            // no proxy on the way may keep a stream, nor hold it back to fill a buffer
            headers.put("Cache-Control", "no-cache");
            headers.put("X-Accel-Buffering", "no");
        }
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel")) {
                headers.put(name, value.toString());
            }
        });
        return headers;
    }

    /** True while another attempt is due. */
    public boolean unfinished(Exchange exchange) {
        return !of(exchange).finished();
    }

    /** Takes a key for the next attempt, unless the last one's is kept. */
    public void leaseKey(Exchange exchange) throws AnswerException, InterruptedException {
        Answering answering = of(exchange);
        if (answering.lease() == null) {
            Attempts budget = answering.attempts();
            long before = System.nanoTime();
            answering.lease(keys.lease(budget.patience()));
            budget.waited(Duration.ofNanos(System.nanoTime() - before));
        }
    }

    /** True when the attempt has no session to ask in. */
    public boolean needsSession(Exchange exchange) {
        return of(exchange).session() == null;
    }

    /** Makes the message the request for a new session. */
    public void createSession(Exchange exchange) throws AnswerException {
        Answering answering = of(exchange);
        UpstreamCall call = new UpstreamCall(
                UpstreamCall.Kind.CREATE_SESSION,
                answering.lease(),
                answering.conversation().model());
        answering.start(call);
        OnDemandCalls.prepare(
                exchange,
                call,
                HttpMethods.POST,
                "/chat/v1/sessions",
                Question.session(UUID.randomUUID().toString()));
    }

    /** Keeps the id of the session that was created. */
    public void sessionCreated(Exchange exchange) throws AnswerException {
        of(exchange).session(sessionId(OnDemandCalls.of(exchange).body()));
    }

    /** The id stands in {@code data.id}; the API of 2024 had {@code chatSession.id}. */
    private static String sessionId(byte[] body) throws AnswerException {
        try {
            JsonNode answer = JSON.readTree(body);
            String id = answer.path("data")
                    .path("id")
                    .asText(answer.path("chatSession").path("id").asText(""));
            if (id.matches("[A-Za-z0-9_-]{1,128}")) {
                return id;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw UpstreamFailures.badFrame();
    }

    /** Makes the message the query with the whole conversation. */
    public void askQuestion(Exchange exchange) throws AnswerException {
        Answering answering = of(exchange);
        Conversation conversation = answering.conversation();
        UpstreamCall call = new UpstreamCall(UpstreamCall.Kind.QUERY, answering.lease(), conversation.model());
        answering.attempts().count();
        answering.start(call);
        OnDemandCalls.prepare(
                exchange,
                call,
                HttpMethods.POST,
                "/chat/v1/sessions/" + answering.session() + "/query",
                Question.query(conversation, conversation.turns(), answering.endpoint()));
    }

    /**
     * Decides what follows a failed attempt, and tells the key how it fared.
     *
     * @throws AnswerException the failure, when there is no other attempt to make
     */
    public void failOver(Exchange exchange) throws AnswerException, InterruptedException {
        Answering answering = of(exchange);
        AnswerException failure = Caught.failure(exchange);
        if (answering.finished()) {
            return;
        }
        KeyLease lease = answering.lease();
        if (lease == null) {
            throw failure;
        }
        Attempts.Decision decision = answering.begun()
                ? Attempts.Decision.giveUp(failure)
                : answering.attempts().after(failure);
        if (decision.judged() != null) {
            lease.failed(decision.judged());
        }
        if (!decision.again()) {
            answering.release();
            throw decision.judged();
        }
        if (!decision.sameKey()) {
            answering.release();
        }
        if (!decision.sameKey() || failure.failure() == Failure.SESSION_GONE) {
            answering.session(null);
        }
        answering.restart();
        answering.pause(decision.pause());
    }
}
