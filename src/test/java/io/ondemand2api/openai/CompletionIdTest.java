package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompletionIdTest {

    @Test
    void looksLikeOpenAisAndIsNeverTheSameTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = CompletionId.next();
            assertThat(id).matches("chatcmpl-[0-9a-f]{32}");
            assertThat(seen.add(id)).isTrue();
        }
    }
}
