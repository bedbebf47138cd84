package io.ondemand2api.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.ClientFileEdit;
import io.ondemand2api.clients.KeyDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {

    @TempDir
    private Path folder;

    private Path file;
    private String out;
    private String err;

    @BeforeEach
    void name() {
        file = folder.resolve("clients.yaml");
    }

    private int run(String command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        int code = KeysCommand.run(
                command.isEmpty() ? List.of() : List.of(command.split(" ")),
                file.toString(),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8));
        out = said.toString(StandardCharsets.UTF_8);
        err = complained.toString(StandardCharsets.UTF_8);
        return code;
    }

    private List<Client> listed() throws IOException {
        return new ClientFileEdit(file).clients(Files.readString(file));
    }

    @Test
    void aKeyIsShownOnceAndItsDigestIsWritten() throws IOException {
        assertThat(run("add --label team-a --model gpt-4o --model gpt-4.1 --expires 2027-01-31 --tokens-per-day 9"))
                .isZero();

        String key = out.strip();
        assertThat(key).matches("sk-[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file)).doesNotContain(key).startsWith("- label: team-a\n  key: sha256:");
        Client client = listed().get(0);
        assertThat(client.sha256()).isEqualTo(KeyDigest.of(key));
        assertThat(client.models()).containsExactlyInAnyOrder("gpt-4o", "gpt-4.1");
        assertThat(client.limits().tokensPerDay()).isEqualTo(9);
        assertThat(client.expires()).isEqualTo("2027-01-31T00:00:00Z");
        assertThat(err).doesNotContain(key);
    }

    @Test
    void twoKeysAreNeverTheSame() throws IOException {
        run("add --label a");
        String first = out;
        run("add --label b");

        assertThat(out).isNotEqualTo(first);
        assertThat(listed()).extracting(Client::label).containsExactly("a", "b");
    }

    @Test
    void allElseStaysAsItWasWritten() throws IOException {
        String before = """
                # our clients
                  - label: a   # the first
                    key: 'a'

                  # about b
                  - {label: b, key: b}
                  - key: c
                    label: c
                """;
        Files.writeString(file, before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(run("add --label d")).as(err).isZero();
        assertThat(Files.readString(file)).startsWith(before);
        assertThat(run("revoke --label a")).isZero();
        assertThat(Files.readString(file))
                .startsWith("# our clients\n\n  # about b\n  - {label: b, key: b}\n  - key: c");
        assertThat(run("revoke --label d")).as(err).isZero();
        assertThat(run("revoke --label c")).as(err).isZero();
        assertThat(Files.readString(file)).isEqualTo("# our clients\n\n  # about b\n  - {label: b, key: b}\n");
        run("revoke --label b");
        assertThat(Files.readString(file)).isEqualTo("# our clients\n\n  # about b\n[]\n");
        run("add --label e");
        assertThat(listed()).extracting(Client::label).containsExactly("e");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path target = folder.resolve("target.yaml");
        Files.writeString(target, "[]");
        Files.createSymbolicLink(file, target);

        assertThat(run("add --label a")).isZero();

        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(target)).contains("label: a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add --label a                     | there is a client a before this one
            add --label client-1              | `label` must be up to 64
            add --label x:y                   | `label` must be up to 64
            add --label it's                  | `label` must be up to 64
            add --label b --expires soon      | `expires` must be a day
            add --label b --tokens-per-day no | `tokensPerDay` must be a whole number
            add --label b --tokens-per-day 0  | `tokensPerDay` must be a whole number
            revoke --label b                  | lists no client of this label
            """)
    void whatCannotBeDoneIsSaidAndTheFileIsLeftAlone(String command, String why) throws IOException {
        String before = "- label: a\n  key: secret-key\n";
        Files.writeString(file, before);

        assertThat(run(command)).isEqualTo(1);

        assertThat(err).contains(why).doesNotContain("secret-key");
        assertThat(out).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aFormThatIsNotEditedIsLeftAlone() throws IOException {
        String before = "[{label: a, key: secret-key},\n {label: b, key: c}]\n";
        Files.writeString(file, before);

        assertThat(run("revoke --label a")).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(err).contains("edit it by hand").doesNotContain("secret-key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{label: a, key: k}]                                   | []
            -\\n  label: a\\n  key: k\\n-\\n  label: b\\n  key: c | -\\n  label: b\\n  key: c
            - label: b\\n  key: c\\n- label: a\\n  key: k\\n# end | - label: b\\n  key: c\\n# end
            """)
    void aClientIsRemovedFromOtherForms(String before, String after) throws IOException {
        Files.writeString(file, before.replace("\\n", "\n"));

        assertThat(run("revoke --label a")).as(err).isZero();

        assertThat(Files.readString(file)).isEqualTo(after.replace("\\n", "\n") + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "add",
                "add --label",
                "remove --label a",
                "add --label a --label b",
                "add --label a --key sk-x",
                "revoke",
                "list extra"
            })
    void aCommandThatIsNoneGetsTheUsage(String command) {
        assertThat(run(command)).isEqualTo(2);

        assertThat(err).contains("keys add --label LABEL");
        assertThat(file).doesNotExist();
    }

    @Test
    void theListNamesNoKey() throws IOException {
        Files.writeString(
                file, "- label: a\n  key: secret-key\n  models: [m]\n- label: b\n  key: c\n  expires: 2027-01-31");

        assertThat(run("list")).isZero();

        assertThat(out).isEqualTo("a\tnever expires\tm\nb\texpires 2027-01-31T00:00:00Z\tall models\n");
    }
}
