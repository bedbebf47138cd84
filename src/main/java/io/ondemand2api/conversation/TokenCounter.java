package io.ondemand2api.conversation;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts tokens where the gateway has to judge by itself. Each model has a vocabulary of its own; one common vocabulary
 * comes close enough for a limit or an estimate. It is loaded at the first use, since most requests need none.
 */
final class TokenCounter {

    private static final AtomicBoolean PREPARING = new AtomicBoolean();

    private TokenCounter() {}

    /** Loads the vocabulary in the background, for a caller that will need it soon: it takes half a second. */
    static void prepare() {
        if (PREPARING.compareAndSet(false, true)) {
            Thread loader = new Thread(() -> count("a word"), "token-vocabulary");
            loader.setDaemon(true);
            loader.start();
        }
    }

    /** Tokens in this text, 0 for an empty one. */
    static int count(String text) {
        return text.isEmpty() ? 0 : Vocabulary.ENCODING.countTokensOrdinary(text);
    }

    /** The start of this text that has at most so many tokens and ends between two characters. */
    static String head(String text, int tokens) {
        if (tokens == 0) {
            // the encoder would let one token pass all the same
            return "";
        }
        EncodingResult result = Vocabulary.ENCODING.encodeOrdinary(text, tokens);
        return result.isTruncated() ? Vocabulary.ENCODING.decode(result.getTokens()) : text;
    }

    private static final class Vocabulary {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
}
