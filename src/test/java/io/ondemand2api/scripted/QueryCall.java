package io.ondemand2api.scripted;

import java.util.List;

/** Answers {@code POST /chat/v1/sessions/{id}/query}. */
final class QueryCall {

    private final Ledger ledger;
    private final ScriptedSessions sessions;
    private final Decisions decisions;
    private final QueryRules rules;

    QueryCall(Ledger ledger, ScriptedSessions sessions, Decisions decisions, QueryRules rules) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.decisions = decisions;
        this.rules = rules;
    }

    void answer(ReceivedQuery query, Connection connection) throws ClientLeftException, InterruptedException {
        ledger.queries.add(query);
        Behaviour behaviour = decisions.forQuery(query);
        ScriptedSession session = sessions.find(query.sessionId(), query.apikey());
        OpenQuery open = new OpenQuery(ledger, session);
        try {
            answer(query, session, open, new ScriptedExchange(connection, behaviour, open::end));
        } catch (ClientLeftException e) {
            open.abort();
            throw e;
        } finally {
            open.end();
        }
    }

    private void answer(ReceivedQuery query, ScriptedSession session, OpenQuery open, ScriptedExchange exchange)
            throws ClientLeftException {
        if (!exchange.begin()) {
            return;
        }
        if (session == null) {
            exchange.send(Api.sessionNotFound());
            return;
        }
        String problem = rules.problem(query);
        if (problem != null) {
            exchange.send(Reply.error(400, "invalid_request", problem));
            return;
        }
        fulfil(query, session, open, exchange);
    }

    private void fulfil(ReceivedQuery query, ScriptedSession session, OpenQuery open, ScriptedExchange exchange)
            throws ClientLeftException {
        if (query.messageId() != null) {
            resume(query, session, open, exchange);
            return;
        }
        Plan plan = Plan.of(query, session.nextTurn(), exchange.behaviour().script());
        // the platform's own copy is whole even where the stream breaks [I], so it is kept before the stream begins
        ScriptedTurn turn = ScriptedTurn.of(query, plan.wholeAnswer(), status(exchange.behaviour()));
        Generation generation = new Generation(turn, plan);
        ledger.generations.increment();
        session.remember(generation);
        if (query.responseMode().equals("sync")) {
            new SyncAnswer(exchange, plan).write(session.id(), turn.id(), query.size());
        } else {
            new StreamedAnswer(exchange, open, generation, new Frames(session.id(), turn.id())).write(query.size());
        }
    }

    private void resume(ReceivedQuery query, ScriptedSession session, OpenQuery open, ScriptedExchange exchange)
            throws ClientLeftException {
        ResumeForm form = decisions.resumeForm;
        Generation generation = session.generation(query.messageId());
        if (generation == null || form == ResumeForm.NOT_FOUND) {
            exchange.send(Reply.error(404, "not_found", "Message not found"));
            return;
        }
        String id = form == ResumeForm.OTHER_MESSAGE
                ? Ids.next()
                : generation.turn().id();
        new StreamedAnswer(exchange, open, generation, new Frames(session.id(), id)).resume(query.size(), form);
    }

    private static String status(Behaviour behaviour) {
        List<Interruption> interruptions = behaviour.interruptions();
        boolean error = interruptions.stream().anyMatch(each -> each.act() instanceof Interruption.Error);
        return error ? "failed" : behaviour.script().status();
    }
}
