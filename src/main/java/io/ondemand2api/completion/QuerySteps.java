package io.ondemand2api.completion;

import io.ondemand2api.core.GatewayException;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.Extensions;
import io.ondemand2api.upstream.protocol.MessageResponse;
import io.ondemand2api.upstream.protocol.UpstreamBodies;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;

/** What an attempt asks: the query, or the message of an answer whose stream broke. */
public final class QuerySteps {

    private final SessionManager sessions;
    private final List<String> webSearch;

    /**
     * @param sessions told when a conversation begins
     * @param webSearch the plug-ins that search the web for clients who ask for it
     */
    public QuerySteps(SessionManager sessions, List<String> webSearch) {
        this.webSearch = List.copyOf(webSearch);
        this.sessions = sessions;
    }

    /** Makes the message the query with the whole conversation. */
    public void prepareQuery(Exchange exchange) throws GatewayException {
        CompletionContext completion = CompletionContext.of(exchange);
        Attempt attempt = completion.attempt();
        String session = attempt.session().id();
        completion.retries().attemptCalls();
        AttemptCalls.prepare(
                exchange,
                completion,
                CallSpec.of(
                                CallSpec.Kind.QUERY,
                                attempt.lease(),
                                CallSpec.Target.json(HttpMethods.POST, "/chat/v1/sessions/" + session + "/query"),
                                UpstreamBodies.query(
                                        completion.rounds().asked(),
                                        attempt.newTurns(completion.rounds().asked()),
                                        completion.endpoint(),
                                        extensions(completion),
                                        completion.resume().position()))
                        .into(completion.sink()));
        RequestObserver.of(exchange).attemptAsks(session);
        if (completion.resume().step() == StreamResume.Step.RESUME) {
            return;
        }
        attempt.session().turnStarts();
        if (!attempt.resumed()) {
            sessions.begun(attempt.lease());
        }
    }

    private Extensions extensions(CompletionContext completion) {
        Extensions own = completion.models().extensions();
        return completion.conversation().tools().webSearch() ? own.withPlugins(webSearch) : own;
    }

    /** True when the rest of an answer is to be read from its message, because its stream could not be resumed. */
    public boolean messageDue(Exchange exchange) {
        return CompletionContext.of(exchange).resume().step() == StreamResume.Step.READ_MESSAGE;
    }

    /** Makes the message the request for the message of the answer under way. */
    public void prepareMessage(Exchange exchange) throws GatewayException {
        CompletionContext completion = CompletionContext.of(exchange);
        Attempt attempt = completion.attempt();
        String session = attempt.session().id();
        String path = "/chat/v1/sessions/" + session + "/messages/"
                + completion.resume().position().messageId();
        AttemptCalls.prepare(
                exchange,
                completion,
                CallSpec.of(
                        CallSpec.Kind.READ_MESSAGE,
                        attempt.lease(),
                        CallSpec.Target.json(HttpMethods.GET, path),
                        null));
        RequestObserver.of(exchange).attemptAsks(session);
    }

    /** Gives the client the rest of its answer from the message that was read. */
    public void messageRead(Exchange exchange) throws GatewayException {
        CompletionContext.of(exchange)
                .sink()
                .complete(MessageResponse.of(UpstreamSteps.of(exchange).body()));
    }
}
