package io.ondemand2api.core.toolcall;

import java.util.regex.Pattern;

/** The last words before a place in an answer, and whether they introduce an example. */
final class LeadingWords {

    private static final int KEPT = 400;

    private static final Pattern EXAMPLE =
            Pattern.compile("(?i)\\b(?:examples?|e\\.g|for instance|such as|like (?:this|so|the following)|looks? like|"
                    + "you (?:can|could|would|may|might|should|need)|(?:would|could|can) (?:be|look|call|use)|"
                    + "formats?|syntax|shape|schema|template|how to|returns?|returned|response)\\b"
                    + "|\\?|ejemplo|exemple|beispiel|пример|例");

    private final StringBuilder words = new StringBuilder();

    void see(char c) {
        if (words.length() >= 2 * KEPT) {
            words.delete(0, KEPT);
        }
        words.append(c);
    }

    /** Looks at the last paragraph. */
    boolean introducesExample() {
        String last = words.toString().strip();
        String paragraph = last.substring(last.lastIndexOf("\n\n") + 1);
        return EXAMPLE.matcher(paragraph).find();
    }
}
