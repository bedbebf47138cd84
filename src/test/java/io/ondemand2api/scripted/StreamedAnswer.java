package io.ondemand2api.scripted;

import java.time.Duration;
import java.util.List;

/** Writes one answer as a stream, at its pace and with its interruptions. */
final class StreamedAnswer {

    private final ScriptedExchange exchange;
    private final OpenQuery open;
    private final Generation generation;
    private final Plan plan;
    private final Frames frames;
    private final Script script;
    private final Pace pace;
    private final Beat beat;
    private final long began = System.nanoTime();
    private ChunkedBody body;

    StreamedAnswer(ScriptedExchange exchange, OpenQuery open, Generation generation, Frames frames) {
        this.exchange = exchange;
        this.open = open;
        this.generation = generation;
        this.plan = generation.plan();
        this.frames = frames;
        script = exchange.behaviour().script();
        pace = exchange.behaviour().pace();
        beat = new Beat(pace.heartbeat());
    }

    /** Writes all of it, or as much as the interruptions let through. */
    void write(int charactersRead) throws ClientLeftException {
        body = exchange.responder().openStream();
        preamble();
        pause(pace.firstDelta());
        think(plan.thinking().before());
        if (writeDeltas(0)) {
            think(plan.thinking().after());
            epilogue(charactersRead);
        }
    }

    /** Repeats what was said and writes the rest. */
    void resume(int charactersRead, ResumeForm form) throws ClientLeftException {
        int said = generation.resume();
        body = exchange.responder().openStream();
        if (form == ResumeForm.REPLAY_WITH_THINKING) {
            think(plan.thinking().before());
            think(plan.thinking().between());
        }
        if (form != ResumeForm.NO_REPLAY) {
            body.write(frames.fulfillment((form == ResumeForm.OTHER_TEXT ? "Other: " : "") + generation.start(said)));
        }
        if (writeDeltas(said)) {
            think(plan.thinking().after());
            epilogue(charactersRead);
        }
    }

    private void preamble() throws ClientLeftException {
        if (script.statusLog()) {
            body.write(frames.statusLog("fulfilling", "Fulfilling the prompt..."));
        }
        if (script.unknownFrames()) {
            body.write(frames.unknown("agent", "planning_thinking"));
            body.write(frames.unknown("message", "plugin_sources"));
        }
    }

    /** False when an interruption ended the stream. */
    private boolean writeDeltas(int from) throws ClientLeftException {
        List<String> deltas = plan.deltas();
        for (int i = from; i < deltas.size(); i++) {
            if (interruptedAt(i, from)) {
                return false;
            }
            if (i > 0) {
                pause(pace.betweenDeltas());
            }
            // what is on its way when the stream breaks has been said
            generation.said(i + 1);
            body.write(frames.fulfillment(deltas.get(i)));
            if (i == 0) {
                amongDeltas();
            }
        }
        return !interruptedAt(deltas.size(), from);
    }

    private void amongDeltas() throws ClientLeftException {
        think(plan.thinking().between());
        if (script.unknownFrames()) {
            body.write(frames.unknown("message", "step_output"));
            body.write(frames.unknown("an-event-of-tomorrow", "never_seen"));
        }
    }

    private void think(List<String> deltas) throws ClientLeftException {
        for (String delta : deltas) {
            body.write(frames.thinking(delta));
            pause(pace.betweenDeltas());
        }
    }

    private void epilogue(int charactersRead) throws ClientLeftException {
        String whole = plan.wholeAnswer();
        if (script.statusLog()) {
            body.write(frames.statusLog("fulfillment_completed", whole));
        }
        if (script.hugeLine() > 0) {
            body.write(frames.statusLog("fulfillment_completed", "x".repeat(script.hugeLine())));
        }
        if (script.metrics()) {
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            body.write(frames.metrics(Metrics.of(charactersRead, whole.length(), time)));
            open.metricsSent();
            pause(pace.tail());
        }
        if (script.done()) {
            // the client knows with [DONE] that it is over, so every count must be settled before it
            open.end();
            body.write(Frames.DONE);
        }
        open.end();
        body.end();
    }

    /** What was to happen among the deltas that a resumed stream repeats happens right behind them. */
    private boolean interruptedAt(int afterDeltas, int from) throws ClientLeftException {
        for (Interruption interruption : exchange.behaviour().interruptions()) {
            if (Math.max(from, interruption.afterDeltas()) == afterDeltas && act(interruption.act())) {
                return true;
            }
        }
        return false;
    }

    /** True when it ends the stream. */
    private boolean act(Interruption.Act act) throws ClientLeftException {
        if (act instanceof Interruption.Malformed) {
            body.write(frames.malformed());
            return false;
        }
        if (act instanceof Interruption.Raw raw) {
            body.write(raw.text());
            return false;
        }
        if (act instanceof Interruption.Stall stall) {
            stall(stall);
            return false;
        }
        end(act);
        return true;
    }

    private void stall(Interruption.Stall stall) throws ClientLeftException {
        if (stall.heartbeats()) {
            pause(stall.time());
        } else {
            exchange.connection().pause(stall.time());
            beat.startAnew();
        }
    }

    private void end(Interruption.Act act) throws ClientLeftException {
        open.end();
        if (act instanceof Interruption.Error error) {
            body.write(Frames.error(error.errorCode(), error.message()));
        }
        if (act instanceof Interruption.Drop drop) {
            body.beginChunkThatNeverEnds();
            if (drop.reset()) {
                exchange.connection().reset();
            }
            exchange.connection().close();
        } else {
            body.end();
        }
    }

    private void pause(Duration time) throws ClientLeftException {
        long until = System.nanoTime() + time.toNanos();
        while (true) {
            if (beat.due()) {
                body.write(frames.heartbeat());
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            exchange.connection().pause(Duration.ofNanos(beat.shorten(left)));
        }
    }
}
