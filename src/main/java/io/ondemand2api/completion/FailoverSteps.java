package io.ondemand2api.completion;

import io.ondemand2api.core.ClientClosedException;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.keys.KeyLease;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyState;
import io.ondemand2api.observation.ObservedRequest;
import io.ondemand2api.upstream.CaughtFailure;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.protocol.CreditExhaustedException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows an attempt that has not given the client its answer: the model is asked to correct it, the same answer
 * goes on, another attempt is made, or the failure is told.
 */
public final class FailoverSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverSteps.class);

    private final KeyPool keys;
    private final SessionSelection selection;

    /**
     * @param keys how the other keys fare
     * @param selection forgets the session of a failed attempt
     */
    public FailoverSteps(KeyPool keys, SessionSelection selection) {
        this.keys = keys;
        this.selection = selection;
    }

    /** True when the model has to be asked to correct its answer. */
    public boolean repairDue(Exchange exchange) {
        return CompletionContext.of(exchange).rounds().repairDue();
    }

    /** Begins the repair round: with the same key, in another session. */
    public void startRepair(Exchange exchange) {
        CompletionContext completion = CompletionContext.of(exchange);
        RequestObserver.of(exchange).attemptEnds(null);
        completion.retries().attemptEnds();
        selection.forget(completion);
        completion.startRepair();
    }

    /**
     * Decides what follows a failed attempt, and tells the key how it fared.
     *
     * @throws GatewayException the failure, when there is no other attempt to make
     */
    public void failOver(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext completion = CompletionContext.of(exchange);
        GatewayException failure = CaughtFailure.failure(exchange);
        completion.attempt().abort(failure);
        if (completion.outcome().finished()) {
            return;
        }
        ObservedRequest observed = RequestObserver.of(exchange);
        observed.attemptEnds(failure.failure().label());
        completion.retries().attemptEnds();
        KeyLease lease = completion.attempt().lease();
        if (lease == null) {
            throw failure;
        }
        if (!completion.retries().exhausted()) {
            if (resumes(completion, failure)) {
                return;
            }
            if (completion.resume().tried() && failure.failure() != Failure.CLIENT_CLOSED) {
                observed.resumed(false);
            }
            failure = completion.resume().told(failure);
        }
        if (failure instanceof CreditExhaustedException && !believed(completion)) {
            completion.attempt().release();
            throw failure;
        }
        RetryDecision decision = completion.response().committed()
                ? RetryDecision.giveUp(failure)
                : completion.retries().after(failure);
        if (decision.keyFailure() != null) {
            lease.failed(decision.keyFailure());
        }
        if (!decision.again()) {
            completion.attempt().release();
            if (fallsBack(completion, decision.keyFailure())) {
                return;
            }
            throw decision.keyFailure();
        }
        if (!decision.sameKey()) {
            observed.rotates(failure.failure().label());
            completion.attempt().release();
        }
        tryAgain(completion, decision, failure.failure() == Failure.SESSION_GONE);
    }

    private void tryAgain(CompletionContext completion, RetryDecision decision, boolean sessionGone)
            throws ClientClosedException, InterruptedException {
        if (sessionGone) {
            LOG.info(
                    "{} goes on in a new session: OnDemand does not know the old one any more", completion.requestId());
        }
        if (!decision.sameKey() || sessionGone) {
            selection.forget(completion);
        }
        completion.restart();
        completion.pause(decision.pause());
    }

    /** True when the route names another model, which is asked now. */
    private boolean fallsBack(CompletionContext completion, GatewayException failure) {
        boolean over = completion.response().committed() || completion.retries().exhausted();
        if (over || !completion.fallsBack(failure)) {
            return false;
        }
        LOG.info(
                "{} goes on with {}: {}",
                completion.requestId(),
                completion.endpoint().id(),
                failure.failure().label());
        completion.retries().startOver();
        selection.forget(completion);
        return true;
    }

    /** True when the answer whose stream broke goes on with the same key and session, and no other attempt is due. */
    private static boolean resumes(CompletionContext completion, GatewayException failure)
            throws ClientClosedException, InterruptedException {
        StreamResume resume = completion.resume();
        UpstreamCall call = completion.attempt().call();
        if (!resume.goesOn(failure, call == null ? null : call.position())) {
            return false;
        }
        LOG.debug("{} goes on after {}", completion.requestId(), failure.failure());
        completion.pause(resume.pause());
        return true;
    }

    /**
     * A model can be talked into any words, those of empty credit too. So one request takes one key out by them at most,
     * and never the last that is up.
     */
    private boolean believed(CompletionContext completion) {
        String label = completion.attempt().lease().label();
        return completion.retries().believesWords()
                && keys.status().stream()
                        .anyMatch(key ->
                                key.state() == KeyState.UP && !key.label().equals(label));
    }
}
