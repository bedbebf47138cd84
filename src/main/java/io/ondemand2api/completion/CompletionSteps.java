package io.ondemand2api.completion;

import io.ondemand2api.clients.ClientAllowance;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.models.ModelProfile;
import io.ondemand2api.server.ClientRequest;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.server.eventloop.EventLoopThreads;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.DeadlineMonitor;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Begins and ends a completion. The steps of the route {@code answer} are this, {@link SessionSelection},
 * {@link QuerySteps} and {@link FailoverSteps}; in routes all of them are called {@code answer.…}.
 */
public final class CompletionSteps {

    private final KeyPool keys;
    private final EndpointRegistry endpoints;
    private final SessionManager sessions;
    private final DeadlineMonitor deadlines;
    private final RetryPolicy retries;
    private final AnswerBounds bounds;

    /**
     * @param keys how many there are to try
     * @param endpoints the models
     * @param sessions told how the turn of a session ended
     * @param deadlines ends what takes too long
     * @param retries how often a request is tried again
     * @param bounds of each answer
     */
    public CompletionSteps(
            KeyPool keys,
            EndpointRegistry endpoints,
            SessionManager sessions,
            DeadlineMonitor deadlines,
            RetryPolicy retries,
            AnswerBounds bounds) {
        this.keys = keys;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.deadlines = deadlines;
        this.retries = retries;
        this.bounds = bounds;
    }

    /**
     * Finds the endpoint of the model; headers that the route has set become headers of the response.
     *
     * @throws GatewayException when there is no such model, or not for this client
     */
    public void resolveModel(Exchange exchange) throws GatewayException {
        RouteSettings settings = RouteSettings.of(exchange);
        ParsedRequest client = read(exchange);
        String asked = client.conversation().model();
        if (!ClientSteps.of(exchange).client().mayAsk(asked)) {
            throw UpstreamFailures.modelNotFound(asked);
        }
        String model = settings.model(client.conversation());
        ModelProfile profile = endpoints.profile(model);
        ModelChoice models = new ModelChoice(endpoints, model, settings.fallbackModels(profile));
        ParsedRequest request =
                client.with(settings.applied(client.conversation(), profile).in(models.callForm()));
        ClientAllowance allowance = ClientSteps.of(exchange).allowance();
        RetryState retrying = new RetryState(settings.applied(retries), settings.keyLabel() == null ? keys.size() : 1);
        List<TextTransforms.Rule> transforms = TextTransforms.of(exchange);
        Map<String, String> headers =
                ResponseHeaders.of(exchange, request.renderers().get());
        ResponseChannel channel = channel(ClientSteps.of(exchange), request, headers);
        AnswerProgress progress = new AnswerProgress(channel, request, transforms, headers, bounds, retrying.resume());
        CompletionContext completion = new CompletionContext(
                channel,
                models,
                retrying,
                progress,
                new CompletionEnd(exchange, sessions),
                System.nanoTime() - exchange.getClock().elapsed() * 1_000_000,
                settings.mostNanos());
        completion.leaveIn(exchange);
        deadlines.add(completion.deadline());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                EventLoopThreads.offLoop(() -> done(completion, allowance));
            }
        });
    }

    private static ParsedRequest read(Exchange exchange) {
        ParsedRequest request = ParsedRequest.of(exchange);
        if (request == null) {
            throw new IllegalStateException("There is no request to answer: a route has to read one, such as by"
                    + " openai.readChatCompletion, and must not remove its exchange properties. Mend the route.");
        }
        return request;
    }

    /** From here on a request can be answered, so that its client may be told that this is under way. */
    private static ResponseChannel channel(ClientRequest client, ParsedRequest request, Map<String, String> headers) {
        // a client that is gone already would never learn the answer's name
        return request.detachment() == null || client.channel().closed()
                ? client.channel()
                : client.detach(request.detachment(), headers);
    }

    /** The upstream's stream has ended, too: its session may be asked again, or never. */
    private void done(CompletionContext completion, ClientAllowance allowance) {
        deadlines.remove(completion.deadline());
        if (!completion.outcome().finished()) {
            // who leaves before the end has had the words all the same
            allowance.charge(completion::costSoFar);
        }
        OnDemandSession session = completion.attempt().session();
        completion.release();
        if (session != null) {
            boolean clean = completion.outcome().finished()
                    && completion.attempt().call().isDrained();
            sessions.turnEnded(session, clean && completion.outcome().sessionKept());
        }
    }

    /** True while another attempt is due. */
    public boolean unfinished(Exchange exchange) {
        return !CompletionContext.of(exchange).outcome().finished();
    }
}
