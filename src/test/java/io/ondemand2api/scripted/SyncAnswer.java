package io.ondemand2api.scripted;

import java.time.Duration;

/** Sends one answer in one piece, after the time that its stream would have taken. */
final class SyncAnswer {

    private final ScriptedExchange exchange;
    private final Plan plan;
    private final long began = System.nanoTime();

    SyncAnswer(ScriptedExchange exchange, Plan plan) {
        this.exchange = exchange;
        this.plan = plan;
    }

    void write(String sessionId, String messageId, int charactersRead) throws ClientLeftException {
        Pace pace = exchange.behaviour().pace();
        exchange.connection().pause(pace.firstDelta());
        exchange.connection()
                .pause(pace.betweenDeltas().multipliedBy(plan.deltas().size()));
        String answer = plan.wholeAnswer();
        Metrics metrics = Metrics.of(charactersRead, answer.length(), Duration.ofNanos(System.nanoTime() - began));
        Reply reply = Reply.json(
                200,
                "{\"message\":\"Query submitted successfully\",\"data\":{\"sessionId\":\"" + sessionId
                        + "\",\"messageId\":\"" + messageId + "\",\"answer\":" + WireJson.compact(answer)
                        + ",\"status\":"
                        + WireJson.compact(exchange.behaviour().script().status()) + ",\"metrics\":"
                        + metrics.json() + "}}");
        for (Interruption interruption : exchange.behaviour().interruptions()) {
            if (ended(interruption, reply)) {
                return;
            }
        }
        exchange.send(reply);
    }

    /** What an interruption of a stream comes to where there is no stream; true when nothing is left to send. */
    private boolean ended(Interruption interruption, Reply reply) throws ClientLeftException {
        Interruption.Act act = interruption.act();
        if (interruption.afterDeltas() > plan.deltas().size() || act instanceof Interruption.Raw) {
            return false;
        }
        if (act instanceof Interruption.Stall stall) {
            exchange.connection().pause(stall.time());
            return false;
        }
        if (act instanceof Interruption.Error error) {
            exchange.send(Reply.error(500, error.errorCode(), error.message()));
        } else if (act instanceof Interruption.Malformed) {
            exchange.send(Reply.json(200, reply.body().substring(0, reply.body().length() / 2)));
        } else {
            breakOff(act, reply);
        }
        return true;
    }

    private void breakOff(Interruption.Act act, Reply reply) throws ClientLeftException {
        exchange.ending().run();
        exchange.responder().sendHalf(reply);
        if (act instanceof Interruption.Drop drop && drop.reset()) {
            exchange.connection().reset();
        }
        exchange.connection().close();
    }
}
