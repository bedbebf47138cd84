package io.ondemand2api.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.KeyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFileTest {

    private static final String SECRET = "sk-Very-Secret";

    private final ClientFile file = new ClientFile(KeyFile.of("gateway.clients", Path.of("clients.yaml")), List.of());

    @Test
    void readsAKeyAndItsDigestAlike() {
        String digest = KeyDigest.of("sk-b");
        List<Client> clients = file.read("- label: a\n  key: sk-a\n- label: b\n  key: sha256:" + digest + "\n");

        assertThat(clients)
                .containsExactly(
                        Client.unlimited("a", KeyDigest.of("sk-a")), Client.unlimited("b", KeyDigest.of("sk-b")));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31, 2027-01-31T00:00:00Z",
        "2027-01-31T18:00:00Z, 2027-01-31T18:00:00Z",
        "2027-01-31T18:00:00+02:00, 2027-01-31T16:00:00Z"
    })
    void readsWhenAKeyExpires(String written, Instant meant) {
        Client client = file.read("- label: a\n  key: k\n  expires: " + written).get(0);

        assertThat(client.expires()).isEqualTo(meant);
        assertThat(client.expired(meant.minusNanos(1))).isFalse();
        assertThat(client.expired(meant)).isTrue();
    }

    @Test
    void aListWithoutClientsIsOneAndAnEmptyFileIsNone() {
        assertThat(file.read("[]")).isEmpty();
        assertThatThrownBy(() -> file.read("# all of it is gone\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("clients.yaml is empty: write a list of entries, or [] for none.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - label: a                                       | line 1: `key` is missing
            - label: a\\n  key:                              | line 2: `key` must be a text
            - label: a\\n  key: [sk-Very-Secret]             | line 2: `key` must be a text
            - label: a\\n  key: sk-Very-Secret x             | line 1: `key` must be a key of ASCII
            - label: a\\n  key: sha256:sk-Very-Secret        | line 1: `key` must be a key of ASCII
            - key: sk-Very-Secret                            | line 1: `label` is missing
            - key: k\\n  label: sk Very-Secret               | line 1: `label` must be up to 64
            - key: k\\n  label: client-7                     | line 1: `label` must be up to 64
            - label: a\\n  kye: sk-Very-Secret               | line 2: a name is not known here: did you mean key?
            - label: a\\n  key: k\\n  sk-Very-Secret: a      | line 3: a name is not known here: remove it
            - label: a\\n  key: k\\n  key: sk-Very-Secret    | line 3: a name is given twice
            - label: a\\n  key: k\\n  expires: sk-Very-Secret | line 1: `expires` must be a day or a time
            - label: a\\n  key: *sk-Very-Secret              | line 2, column 8: this cannot be understood
            - label: a\\n  key: !sk-Very-Secret!x y          | line 2, column 8: this cannot be understood
            - label: a\\n key: sk-Very-Secret                | this cannot be understood
            - label: "a\\n  key: sk-Very-Secret              | this cannot be understood
            - label: a\\n\\tkey: sk-Very-Secret              | this cannot be understood
            - sk-Very-Secret                                 | line 1: an entry must be names and values
            sk-Very-Secret                                   | line 1: the file must be a list
            sk-Very-Secret: a                                | line 1: the file must be a list
            - label: a\\n  key: k\\n- label: a\\n  key: l    | line 3: there is a client a before
            - label: a\\n  key: k\\n- label: b\\n  key: k    | line 3: another client before this one has the same key
            """)
    void saysWhereWhatIsWrongAndNeverAKey(String written, String problem) {
        assertThatThrownBy(() -> file.read(written.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem)
                .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain(SECRET, "Very"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABC", "sha256", "sha256x", "team:key", "~!@"})
    void takesEveryKeyThatAHeaderCanCarry(String key) {
        assertThat(file.read("- label: a\n  key: '" + key + "'").get(0).sha256())
                .isEqualTo(KeyDigest.of(key));
    }
}
