package io.ondemand2api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.openai.OpenAiError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {

    private final ClientKeys keys = new ClientKeys(List.of("sk-one", "sk-two", "schlüssel"));

    private RefusedException refusal(String authorization, String apiKey) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> keys.authenticate(authorization, apiKey));
        assertThat(refusal).isNotNull();
        assertThat(refusal.error().status()).isEqualTo(401);
        return refusal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-one", "bearer sk-one", "BEARER sk-one", "bEaReR   sk-one  "})
    void acceptsABearerInAnyCase(String authorization) throws RefusedException {
        assertThat(keys.authenticate(authorization, null)).isEqualTo("client-1");
    }

    @ParameterizedTest
    @CsvSource({"sk-one, client-1", "sk-two, client-2", "' sk-two ', client-2", "schlüssel, client-3"})
    void tellsClientsApartByTheirKeys(String key, String client) throws RefusedException {
        assertThat(keys.authenticate(null, key)).isEqualTo(client);
        assertThat(keys.authenticate("Bearer " + key, null)).isEqualTo(client);
    }

    @Test
    void prefersTheBearerAndElseTakesTheOtherHeader() throws RefusedException {
        assertThat(keys.authenticate("Bearer sk-one", "sk-two")).isEqualTo("client-1");
        assertThat(keys.authenticate("Bearer wrong", "sk-two")).isEqualTo("client-2");
        assertThat(keys.authenticate("Basic c2s=", "sk-two")).isEqualTo("client-2");
        assertThat(keys.authenticate("Bearer sk-one", "wrong")).isEqualTo("client-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sk", "sk-on", "sk-one2", "SK-ONE", "sk-one,sk-two", "Bearer sk-one", "\0"})
    void refusesEveryOtherKey(String key) {
        assertThat(refusal("Bearer " + key, null).error()).isEqualTo(OpenAiError.unauthorized(true));
        assertThat(refusal(null, key).error()).isEqualTo(OpenAiError.unauthorized(true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Basic c2stb25l", "sk-one", "Bearersk-one"})
    void saysThatNoKeyWasGiven(String authorization) {
        assertThat(refusal(authorization, null).error()).isEqualTo(OpenAiError.unauthorized(false));
    }

    @Test
    void exchangedKeysKeepTheirLabelsAndNewOnesGetLabelsThatNobodyHad() throws RefusedException {
        keys.replace(List.of("sk-two", "sk-four"));

        assertThat(keys.authenticate(null, "sk-two")).isEqualTo("client-2");
        assertThat(keys.authenticate(null, "sk-four")).isEqualTo("client-4");
        refusal(null, "sk-one");

        keys.replace(List.of("sk-one"));
        assertThat(keys.authenticate(null, "sk-one")).isEqualTo("client-5");
        refusal(null, "sk-two");
    }

    @Test
    void neverRepeatsAKey() {
        assertThat(refusal("Bearer wrong-key", "other-key").getMessage())
                .doesNotContain("wrong-key", "other-key", "sk-one");
        assertThat(keys.toString()).doesNotContain("sk-one");
    }
}
