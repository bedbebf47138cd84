package io.ondemand2api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorRenderersTest {

    private static final ErrorRenderer USUAL = new Named();
    private static final ErrorRenderer OTHER = new Named();

    private final ErrorRenderers renderers =
            new ErrorRenderers(USUAL, Map.of("/v1/messages", OTHER, "/v1/chat", USUAL), Map.of("other-version", OTHER));

    @Test
    void aDialectHasItsPathAndAllPathsBelowIt() {
        assertThat(renderers.of("/v1/messages")).isSameAs(OTHER);
        assertThat(renderers.of("/v1/messages/count_tokens")).isSameAs(OTHER);
    }

    @Test
    void aPathThatOnlyBeginsAlikeIsNoneOfIt() {
        assertThat(renderers.of("/v1/messagesX")).isSameAs(USUAL);
        assertThat(renderers.of("/v1")).isSameAs(USUAL);
        assertThat(renderers.of(null)).isSameAs(USUAL);
    }

    @Test
    void aPathThatIsNoDialectsOwnIsThatOfTheClient() {
        assertThat(renderers.of("/v1/models", "other-version"::equals)).isSameAs(OTHER);
        assertThat(renderers.of("/v1/chat/completions", "other-version"::equals))
                .isSameAs(USUAL);
        assertThat(renderers.of("/v1/models", "some-header"::equals)).isSameAs(USUAL);
    }

    private static final class Named implements ErrorRenderer {

        @Override
        public Map<String, String> headers(GatewayError error, String requestId) {
            return Map.of();
        }

        @Override
        public byte[] body(GatewayError error, String requestId) {
            return new byte[0];
        }
    }
}
