package io.ondemand2api.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A stand-in for OnDemand on {@code http://127.0.0.1:port}. By itself it answers as the service would, saying what it
 * was asked; tests tell it what else to do, and see what came. It logs nothing.
 */
public final class ScriptedOnDemand implements AutoCloseable {

    private final Ledger ledger = new Ledger();
    private final ScriptedSessions sessions = new ScriptedSessions();
    private final ScriptedEndpoints endpoints = new ScriptedEndpoints();
    private final Decisions decisions = new Decisions();
    private final Listener listener;

    private ScriptedOnDemand(int port) throws IOException {
        listener = new Listener(port, new Api(ledger, sessions, endpoints, decisions), ledger);
    }

    /**
     * Starts one.
     *
     * @param port where to listen; 0 for a free one
     * @throws UncheckedIOException when the port is taken
     */
    public static ScriptedOnDemand start(int port) {
        try {
            ScriptedOnDemand simulator = new ScriptedOnDemand(port);
            simulator.listener.start();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException("no simulator on port " + port, e);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.port();
    }

    /** The root of its API, without a slash at the end. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Breaks off every answer and ends. */
    @Override
    public void close() {
        ledger.freeze();
        listener.close();
    }

    // ---- telling it what to do

    /** Who decides what to do with queries; asked before the query is validated. */
    public void onQuery(Function<ReceivedQuery, Behaviour> decide) {
        decisions.onQuery = Objects.requireNonNull(decide);
    }

    /** Who decides what to do when a session is asked for. */
    public void onCreateSession(Function<ReceivedCall, Behaviour> decide) {
        decisions.onCreateSession = Objects.requireNonNull(decide);
    }

    /** Who decides what to do when the registry of models is asked for. */
    public void onListEndpoints(Function<ReceivedCall, Behaviour> decide) {
        decisions.onListEndpoints = Objects.requireNonNull(decide);
    }

    /** Who decides what to do with uploads; what it says is what is read in the file. */
    public void onUpload(Function<ReceivedUpload, Behaviour> decide) {
        decisions.onUpload = Objects.requireNonNull(decide);
    }

    /** How queries that resume a stream are answered. */
    public void resuming(ResumeForm form) {
        decisions.resumeForm = form;
    }

    /** Whether a single message can be read; else 404. */
    public void messagesReadable(boolean readable) {
        decisions.messagesReadable = readable;
    }

    /** Makes a model active or inactive from now on; one that is not listed yet is added. */
    public void setActive(String endpointId, boolean active) {
        endpoints.setActive(endpointId, active);
    }

    /** Drops every session, as if they had become stale. */
    public void forgetSessions() {
        sessions.forgetAll();
    }

    /** Back to the usual behaviour and the usual models; sessions and counts stay. */
    public void resetToDefaults() {
        decisions.reset();
        endpoints.reset();
    }

    // ---- seeing what came

    /** The latest queries, oldest first: up to 1000, and up to 64 Mi characters of text. */
    public List<ReceivedQuery> queries() {
        return ledger.queries.all();
    }

    /** The latest uploads, oldest first: up to 100, and up to 64 MiB of files. */
    public List<ReceivedUpload> uploads() {
        return ledger.uploads.all();
    }

    /** How many calls came; goes on counting. */
    public CallCounts calls() {
        return ledger.calls;
    }

    /** Queries whose answer has not ended, in either mode, from their arrival on. */
    public int openStreams() {
        return ledger.openStreams.get();
    }

    /** Queries whose client left before the answer ended, from their arrival to [DONE]. */
    public long abortedStreams() {
        return ledger.abortedStreams.sum();
    }

    /** Those of {@link #abortedStreams()} whose client left between metricsLog and [DONE]. */
    public long abortedAfterMetrics() {
        return ledger.abortedAfterMetrics.sum();
    }

    /** TCP connections so far. */
    public long connectionsAccepted() {
        return ledger.connectionsAccepted.sum();
    }

    /** Sessions made so far. */
    public long sessionsCreated() {
        return ledger.sessionsCreated.sum();
    }

    /** Sessions deleted by a call so far. */
    public long sessionsDeleted() {
        return ledger.sessionsDeleted.sum();
    }

    /** Answers that the model began to make: a query that resumes a stream makes none. */
    public long generations() {
        return ledger.generations.sum();
    }

    /** Queries that came while their session was still answering another: undefined with the service, so never do it. */
    public long concurrentQueriesOnOneSession() {
        return ledger.concurrentQueries.sum();
    }

    /** Sets all counts to zero and drops the queries, except for what is still going on. */
    public void clearRecords() {
        ledger.clear();
    }
}
