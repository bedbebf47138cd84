package io.ondemand2api.scripted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do with one call. Immutable: start from {@link #usual()} or {@link #atOnce()} and name what differs.
 *
 * @param opening how the answer begins
 * @param pace how long everything takes
 * @param script what the answer says
 * @param interruptions what happens in the middle, in this order where several come after the same delta
 * @param wire how the bytes are laid on the wire
 */
public record Behaviour(Opening opening, Pace pace, Script script, List<Interruption> interruptions, WireForm wire)
        implements Faults {

    private static final Behaviour USUAL =
            new Behaviour(new Opening.Answer(), Pace.USUAL, Script.USUAL, List.of(), WireForm.USUAL);

    public Behaviour {
        interruptions = List.copyOf(interruptions);
    }

    /** As the real service, at a pleasant pace. */
    public static Behaviour usual() {
        return USUAL;
    }

    /** As the real service, without any wait. */
    public static Behaviour atOnce() {
        return USUAL.paced(Pace.AT_ONCE);
    }

    // ---- pace

    /** All waits by one object. */
    public Behaviour paced(Pace other) {
        return new Behaviour(opening, other, script, interruptions, wire);
    }

    /** How long a session takes to be made. */
    public Behaviour sessionAfter(Duration time) {
        return paced(
                new Pace(time, pace.headers(), pace.firstDelta(), pace.betweenDeltas(), pace.heartbeat(), pace.tail()));
    }

    /** How long until the response headers. */
    public Behaviour headersAfter(Duration time) {
        return paced(
                new Pace(pace.session(), time, pace.firstDelta(), pace.betweenDeltas(), pace.heartbeat(), pace.tail()));
    }

    /** How long from the headers to the first delta. */
    public Behaviour firstDeltaAfter(Duration time) {
        return paced(
                new Pace(pace.session(), pace.headers(), time, pace.betweenDeltas(), pace.heartbeat(), pace.tail()));
    }

    /** How long from one delta to the next. */
    public Behaviour deltasEvery(Duration time) {
        return paced(new Pace(pace.session(), pace.headers(), pace.firstDelta(), time, pace.heartbeat(), pace.tail()));
    }

    /** How long from one heartbeat to the next; zero for none. */
    public Behaviour heartbeatsEvery(Duration time) {
        return paced(
                new Pace(pace.session(), pace.headers(), pace.firstDelta(), pace.betweenDeltas(), time, pace.tail()));
    }

    /** How long from metricsLog to [DONE]. */
    public Behaviour doneAfter(Duration time) {
        return paced(new Pace(
                pace.session(), pace.headers(), pace.firstDelta(), pace.betweenDeltas(), pace.heartbeat(), time));
    }

    // ---- what the answer says

    /** All frames by one object. */
    public Behaviour scripted(Script other) {
        return new Behaviour(opening, pace, other, interruptions, wire);
    }

    /** This answer, in these pieces. */
    public Behaviour saying(String... deltas) {
        return saying(List.of(deltas));
    }

    /** This answer, in these pieces. */
    public Behaviour saying(List<String> deltas) {
        Script s = script;
        return scripted(new Script(
                deltas,
                s.thinking(),
                s.statusLog(),
                s.unknownFrames(),
                s.hugeLine(),
                s.metrics(),
                s.done(),
                s.status()));
    }

    /** This answer, a word at a time. */
    public Behaviour sayingWordByWord(String answer) {
        return saying(DefaultAnswer.words(answer));
    }

    /** Success, without a word of answer. */
    public Behaviour sayingNothing() {
        return saying(List.of());
    }

    /** This reasoning, whether or not the query asks for an effort. */
    public Behaviour thinking(Thinking thinking) {
        Script s = script;
        return scripted(new Script(
                s.deltas(),
                thinking,
                s.statusLog(),
                s.unknownFrames(),
                s.hugeLine(),
                s.metrics(),
                s.done(),
                s.status()));
    }

    /** With statusLog frames, the last of which repeats the whole answer on one line. */
    public Behaviour withStatusLog() {
        Script s = script;
        return scripted(new Script(
                s.deltas(), s.thinking(), true, s.unknownFrames(), s.hugeLine(), s.metrics(), s.done(), s.status()));
    }

    /** With frames of agents and plugins, before the answer and in it. */
    public Behaviour withUnknownFrames() {
        Script s = script;
        return scripted(new Script(
                s.deltas(), s.thinking(), s.statusLog(), true, s.hugeLine(), s.metrics(), s.done(), s.status()));
    }

    /** With one statusLog line of so many characters after the answer. */
    public Behaviour withHugeLine(int characters) {
        Script s = script;
        return scripted(new Script(
                s.deltas(),
                s.thinking(),
                s.statusLog(),
                s.unknownFrames(),
                characters,
                s.metrics(),
                s.done(),
                s.status()));
    }

    /** Without metricsLog. */
    public Behaviour withoutMetrics() {
        Script s = script;
        return scripted(new Script(
                s.deltas(), s.thinking(), s.statusLog(), s.unknownFrames(), s.hugeLine(), false, s.done(), s.status()));
    }

    /** Without [DONE]; the body still ends cleanly. */
    public Behaviour withoutDone() {
        Script s = script;
        return scripted(new Script(
                s.deltas(),
                s.thinking(),
                s.statusLog(),
                s.unknownFrames(),
                s.hugeLine(),
                s.metrics(),
                false,
                s.status()));
    }

    /** A sync answer that says failed with its 200. */
    public Behaviour withFailedStatus() {
        Script s = script;
        return scripted(new Script(
                s.deltas(),
                s.thinking(),
                s.statusLog(),
                s.unknownFrames(),
                s.hugeLine(),
                s.metrics(),
                s.done(),
                "failed"));
    }

    // ---- faults, named in Faults

    @Override
    public Behaviour opening(Opening other) {
        return new Behaviour(other, pace, script, interruptions, wire);
    }

    @Override
    public Behaviour interrupted(int afterDeltas, Interruption.Act act) {
        List<Interruption> more = new ArrayList<>(interruptions);
        more.add(new Interruption(afterDeltas, act));
        return new Behaviour(opening, pace, script, more, wire);
    }

    // ---- the wire

    private Behaviour wired(WireForm other) {
        return new Behaviour(opening, pace, script, interruptions, other);
    }

    /** A gzip-encoded body, whether or not the client asked. */
    public Behaviour gzipped() {
        return wired(
                new WireForm(true, wire.pieceSize(), wire.crlf(), wire.closesUnderNextRequest(), wire.breaksAfter()));
    }

    /** At most so many bytes by one call, also where that cuts characters apart. */
    public Behaviour inPiecesOf(int bytes) {
        return wired(new WireForm(wire.gzip(), bytes, wire.crlf(), wire.closesUnderNextRequest(), wire.breaksAfter()));
    }

    /** Frames with CR LF. */
    public Behaviour withCrlf() {
        return wired(
                new WireForm(wire.gzip(), wire.pieceSize(), true, wire.closesUnderNextRequest(), wire.breaksAfter()));
    }

    /** This answer is whole; the next request on the same connection finds it closing. */
    public Behaviour closingUnderNextRequest() {
        return wired(new WireForm(wire.gzip(), wire.pieceSize(), wire.crlf(), true, wire.breaksAfter()));
    }

    /** The connection breaks after so many bytes of the stream, at any place. */
    public Behaviour breakingAfterBytes(int bytes) {
        return wired(new WireForm(wire.gzip(), wire.pieceSize(), wire.crlf(), wire.closesUnderNextRequest(), bytes));
    }
}
