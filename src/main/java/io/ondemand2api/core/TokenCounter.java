package io.ondemand2api.core;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts tokens where OnDemand gives no count. Each model has a vocabulary of its own; one common vocabulary
 * comes close enough for a limit or an estimate. It is loaded at the first use, since most requests need none, and in a
 * thread of its own, since that takes half a second.
 */
public final class TokenCounter {

    /** The longest text that the encoder is given at once: it takes more than its share of time for longer words. */
    private static final int SLICE = 1024;

    private static final AtomicBoolean PREPARING = new AtomicBoolean();
    private static final CompletableFuture<Encoding> VOCABULARY = new CompletableFuture<>();

    private TokenCounter() {}

    /** Loads the vocabulary in the background, for a caller that will need it soon. */
    public static void prepare() {
        if (PREPARING.compareAndSet(false, true)) {
            Thread loader = new Thread(TokenCounter::load, "token-vocabulary");
            loader.setDaemon(true);
            loader.start();
        }
    }

    private static void load() {
        try {
            VOCABULARY.complete(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
        } catch (RuntimeException | Error broken) {
            VOCABULARY.completeExceptionally(broken);
        }
    }

    private static Encoding vocabulary() {
        prepare();
        return VOCABULARY.join();
    }

    /** Tokens in this text, 0 for an empty one. One more than there are is possible for each {@link #SLICE}. */
    public static int count(String text) {
        int tokens = 0;
        for (int from = 0; from < text.length(); ) {
            int to = sliceEnd(text, from);
            tokens += vocabulary().countTokensOrdinary(text.substring(from, to));
            from = to;
        }
        return tokens;
    }

    /** The start of this text that has at most so many tokens and ends between two characters. */
    public static String head(String text, int tokens) {
        int left = tokens;
        for (int from = 0; from < text.length(); ) {
            if (left == 0) {
                // the encoder would let one token pass all the same
                return text.substring(0, from);
            }
            int to = sliceEnd(text, from);
            String slice = text.substring(from, to);
            EncodingResult result = vocabulary().encodeOrdinary(slice, left);
            if (result.isTruncated()) {
                return text.substring(0, from) + vocabulary().decode(result.getTokens());
            }
            left -= result.getTokens().size();
            from = to;
        }
        return text;
    }

    private static int sliceEnd(String text, int from) {
        int to = Math.min(text.length(), from + SLICE);
        boolean splitsPair = to < text.length()
                && Character.isHighSurrogate(text.charAt(to - 1))
                && Character.isLowSurrogate(text.charAt(to));
        return splitsPair ? to - 1 : to;
    }
}
