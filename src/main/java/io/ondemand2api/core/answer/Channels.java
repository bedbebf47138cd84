package io.ondemand2api.core.answer;

/** Reads the channels that models of all families write into their words. Not safe for several threads. */
final class Channels {

    private final StrippedChannels stripped;
    private final KimiChannels kimi;
    private final HarmonyReader harmony;

    /**
     * @param words takes the words, perhaps with tags of thinking
     * @param thinking takes the thinking
     * @param mostHeld the most that is held back to tell channels from words
     */
    Channels(ThinkingReader words, ThinkingReader.Output thinking, int mostHeld) {
        this.harmony = new HarmonyReader(words, thinking);
        this.kimi = new KimiChannels(harmony::pass);
        this.stripped = new StrippedChannels(kimi::pass, thinking::thinking, mostHeld);
    }

    /** Takes the next words. */
    void pass(String delta) {
        stripped.pass(delta);
    }

    /** The model has said all. */
    void end() {
        stripped.end();
        kimi.end();
        harmony.end();
    }
}
