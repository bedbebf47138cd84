package io.ondemand2api.conversation;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts tokens where the gateway has to judge by itself. Each model has a vocabulary of its own; one common vocabulary
 * comes close enough for a limit or an estimate. It is loaded at the first use, since most requests need none, and in a
 * thread of its own, since that takes half a second.
 */
final class TokenCounter {

    private static final AtomicBoolean PREPARING = new AtomicBoolean();
    private static final CompletableFuture<Encoding> VOCABULARY = new CompletableFuture<>();

    private TokenCounter() {}

    /** Loads the vocabulary in the background, for a caller that will need it soon. */
    static void prepare() {
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

    /** Tokens in this text, 0 for an empty one. */
    static int count(String text) {
        return text.isEmpty() ? 0 : vocabulary().countTokensOrdinary(text);
    }

    /** The start of this text that has at most so many tokens and ends between two characters. */
    static String head(String text, int tokens) {
        if (tokens == 0) {
            // the encoder would let one token pass all the same
            return "";
        }
        EncodingResult result = vocabulary().encodeOrdinary(text, tokens);
        return result.isTruncated() ? vocabulary().decode(result.getTokens()) : text;
    }
}
