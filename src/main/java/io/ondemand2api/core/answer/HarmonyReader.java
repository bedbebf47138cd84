package io.ondemand2api.core.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the channels of OpenAI's Harmony, which some models write into their words: {@code analysis} is thinking,
 * {@code final} and {@code commentary} are words, and a message to a tool is left unchanged for the reader of calls.
 * An answer that does not start with such a mark passes through untouched. Not safe for several threads.
 */
final class HarmonyReader {

    private static final int MAX_SPACE = 512;
    private static final String[] STARTS = {"<|channel|>", "<|start|>"};

    /** Bounded, so that its reading ends; some models write the channel twice. */
    private static final Pattern HEADER = Pattern.compile(
            "(?s)\\s{0,64}(?:<\\|start\\|>[^<]{0,256})?(?:<\\|channel\\|>\\s{0,16}(\\w{1,64})[^<]{0,256})?"
                    + "(?:<\\|channel\\|>[^<]{0,256})?(?:<\\|constrain\\|>[^<]{0,256})?<\\|message\\|>");

    private static final Pattern END = Pattern.compile("<\\|(?:end|return|call|start|channel)\\|>");

    private final ThinkingReader words;
    private final ThinkingReader.Output thinking;
    private final StringBuilder held = new StringBuilder();
    private boolean decided;
    private boolean harmony;
    private boolean inMessage;
    private boolean analysis;
    private boolean toTool;

    /**
     * @param words takes the words
     * @param thinking takes the thinking
     */
    HarmonyReader(ThinkingReader words, ThinkingReader.Output thinking) {
        this.words = words;
        this.thinking = thinking;
    }

    /** Takes the next words. */
    void pass(String delta) {
        if (decided && !harmony) {
            words.pass(delta);
            return;
        }
        held.append(delta);
        read(false);
    }

    /** The model has said all. */
    void end() {
        read(true);
        give(held.toString());
        held.setLength(0);
    }

    private void read(boolean ended) {
        if (!decided && !decide(ended)) {
            return;
        }
        if (!harmony) {
            give(held.toString());
            held.setLength(0);
            return;
        }
        boolean more = true;
        while (more) {
            more = inMessage ? message(ended) : header(ended);
        }
    }

    private boolean decide(boolean ended) {
        String start = held.toString().stripLeading();
        for (String mark : STARTS) {
            harmony |= start.startsWith(mark);
            if (!ended && held.length() < MAX_SPACE && mark.startsWith(start)) {
                return false;
            }
        }
        decided = true;
        return true;
    }

    private boolean header(boolean ended) {
        Matcher header = HEADER.matcher(held);
        if (header.lookingAt()) {
            String text = header.group();
            toTool = text.contains("to=");
            analysis = "analysis".equals(header.group(1)) && !toTool;
            if (toTool) {
                give(text);
            }
            held.delete(0, header.end());
            inMessage = true;
            return true;
        }
        if (header.hitEnd() && !ended || held.isEmpty()) {
            return false;
        }
        // no further message: what stands here is words, the mark too, or it would be looked at again and again
        analysis = false;
        toTool = false;
        inMessage = true;
        Matcher mark = END.matcher(held);
        if (mark.lookingAt()) {
            give(mark.group());
            held.delete(0, mark.end());
        }
        return true;
    }

    private boolean message(boolean ended) {
        Matcher end = END.matcher(held);
        if (end.find()) {
            String mark = end.group();
            boolean next = mark.equals("<|start|>") || mark.equals("<|channel|>");
            give(held.substring(0, toTool && !next ? end.end() : end.start()));
            held.delete(0, next ? end.start() : end.end());
            inMessage = false;
            return true;
        }
        int keep = ended ? 0 : beginning();
        give(held.substring(0, held.length() - keep));
        held.delete(0, held.length() - keep);
        return false;
    }

    /** How many of the last characters may be the beginning of a mark. */
    private int beginning() {
        int at = held.lastIndexOf("<");
        if (at < 0 || held.length() - at > "<|channel|>".length()) {
            return 0;
        }
        String tail = held.substring(at);
        boolean begins = "<|".startsWith(tail) || tail.matches("<\\|[a-z]*\\|?");
        return begins ? tail.length() : 0;
    }

    private void give(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (harmony && analysis) {
            thinking.thinking(text);
        } else {
            words.pass(text);
        }
    }
}
