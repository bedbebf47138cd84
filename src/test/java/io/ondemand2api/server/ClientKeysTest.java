package io.ondemand2api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {

    private final ClientKeys keys = new ClientKeys(List.of("sk-one", "sk-two", "schlüssel"));

    private String authenticate(String authorization, String apiKey) throws RefusedException {
        return keys.authenticate(
                        authorization == null ? List.of() : List.of(authorization),
                        apiKey == null ? List.of() : List.of(List.of(), List.of(apiKey)))
                .label();
    }

    private RefusedException refusal(String authorization, String apiKey) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> authenticate(authorization, apiKey));
        assertThat(refusal).isNotNull();
        assertThat(refusal.error().status()).isEqualTo(401);
        return refusal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-one", "bearer sk-one", "BEARER sk-one", "bEaReR   sk-one  "})
    void acceptsABearerInAnyCase(String authorization) throws RefusedException {
        assertThat(authenticate(authorization, null)).isEqualTo("client-1");
    }

    @ParameterizedTest
    @CsvSource({"sk-one, client-1", "sk-two, client-2", "' sk-two ', client-2", "schlüssel, client-3"})
    void tellsClientsApartByTheirKeys(String key, String client) throws RefusedException {
        assertThat(authenticate(null, key)).isEqualTo(client);
        assertThat(authenticate("Bearer " + key, null)).isEqualTo(client);
    }

    @Test
    void takesTheOtherHeaderWhereThereIsNoBearer() throws RefusedException {
        assertThat(authenticate("Basic c2s=", "sk-two")).isEqualTo("client-2");
        assertThat(authenticate("Bearer", "sk-two")).isEqualTo("client-2");
        assertThat(authenticate("", "sk-two")).isEqualTo("client-2");
        assertThat(authenticate("Bearer sk-one", "sk-one")).isEqualTo("client-1");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer sk-one, sk-two",
        "Bearer wrong, sk-two",
        "Bearer sk-one, wrong",
        "Bearer sk-one, ''",
        "'Bearer\tsk-one', sk-two",
        "Bearer wrong, wrong-too"
    })
    void takesNeitherOfTwoKeys(String authorization, String apiKey) {
        assertThat(refusal(authorization, apiKey).error()).isEqualTo(GatewayError.severalKeys());
    }

    @Test
    void takesOneKeyInSeveralHeaders() throws RefusedException {
        List<String> key = List.of("sk-one");

        assertThat(keys.authenticate(List.of(), List.of(key, key)).label()).isEqualTo("client-1");
        assertThat(keys.authenticate(List.of("Bearer sk-one"), List.of(key, key))
                        .label())
                .isEqualTo("client-1");
    }

    @ParameterizedTest
    @CsvSource({"sk-one, sk-two", "sk-one, wrong", "wrong, sk-one", "sk-one, ''"})
    void takesNeitherOfTwoKeysInHeadersOfDifferentNames(String first, String second) {
        List<List<String>> headers = List.of(List.of(first), List.of(second));

        for (List<String> authorizations : List.of(List.<String>of(), List.of("Bearer sk-one"))) {
            RefusedException refusal =
                    catchThrowableOfType(RefusedException.class, () -> keys.authenticate(authorizations, headers));
            assertThat(refusal.error()).isEqualTo(GatewayError.severalKeys());
        }
    }

    @Test
    void takesNoHeaderThatIsGivenTwice() {
        for (List<String> twice : List.of(
                List.of("Bearer sk-one", "Bearer wrong"),
                List.of("Bearer wrong", "Bearer sk-one"),
                List.of("Bearer sk-one", "Bearer sk-one"),
                List.of("Basic c2s=", "Bearer sk-one"))) {
            assertThatThrownBy(() -> keys.authenticate(twice, List.of())).isInstanceOf(RefusedException.class);
        }
        for (List<String> twice : List.of(List.of("sk-one", "sk-two"), List.of("sk-one", "sk-one"))) {
            for (List<List<String>> headers : List.of(List.of(twice), List.of(List.<String>of(), twice))) {
                assertThatThrownBy(() -> keys.authenticate(List.of(), headers)).isInstanceOf(RefusedException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sk",
                "sk-on",
                "sk-one2",
                "SK-ONE",
                "sk-one,sk-two",
                "sk-one, Bearer sk-two",
                "Bearer sk-one",
                "\0"
            })
    void refusesEveryOtherKey(String key) {
        assertThat(refusal("Bearer " + key, null).error()).isEqualTo(GatewayError.unauthorized(true));
        assertThat(refusal(null, key).error()).isEqualTo(GatewayError.unauthorized(true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Basic c2stb25l", "sk-one", "Bearersk-one"})
    void saysThatNoKeyWasGiven(String authorization) {
        assertThat(refusal(authorization, null).error()).isEqualTo(GatewayError.unauthorized(false));
    }

    @Test
    void exchangedKeysKeepTheirLabelsAndNewOnesGetLabelsThatNobodyHad() throws RefusedException {
        keys.replace(List.of("sk-two", "sk-four"));

        assertThat(authenticate(null, "sk-two")).isEqualTo("client-2");
        assertThat(authenticate(null, "sk-four")).isEqualTo("client-4");
        refusal(null, "sk-one");

        keys.replace(List.of("sk-one"));
        assertThat(authenticate(null, "sk-one")).isEqualTo("client-5");
        refusal(null, "sk-two");
    }

    @Test
    void neverRepeatsAKey() {
        assertThat(refusal("Bearer wrong-key", null).getMessage()).doesNotContain("wrong-key", "sk-one");
        assertThat(refusal("Bearer wrong-key", "other-key").getMessage())
                .doesNotContain("wrong-key", "other-key", "sk-one");
        assertThat(keys.toString()).doesNotContain("sk-one");
    }
}
