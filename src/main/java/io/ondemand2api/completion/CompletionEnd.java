package io.ondemand2api.completion;

import io.ondemand2api.core.Usage;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.sessions.SessionManager;
import org.apache.camel.Exchange;

/** What follows when a client has its answer: its session remembers it, and the request is logged and counted. */
record CompletionEnd(Exchange exchange, SessionManager sessions) implements CompletionListener {

    @Override
    public boolean keepSession(CompletionContext completion) {
        if (completion.fingerprint() == null || !completion.uncut()) {
            return false;
        }
        sessions.keep(
                completion.fingerprint().with(completion.rounds().turn()),
                completion.attempt().session());
        return true;
    }

    @Override
    public void cost(Usage cost) {
        ClientSteps.of(exchange).allowance().charge(cost::totalTokens);
    }

    @Override
    public void answered(CompletionContext completion) {
        if (!completion.attempt().resumed()) {
            sessions.answered(completion.attempt().lease());
        }
        if (completion.resume().tried()) {
            RequestObserver.of(exchange).resumed(true);
        }
        RequestObserver.ended(exchange);
    }
}
