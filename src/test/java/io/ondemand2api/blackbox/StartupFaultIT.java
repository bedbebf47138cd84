package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that cannot be as it is told to be does not start, and says in a sentence for each fault what to mend. */
class StartupFaultIT {

    private static final String ROUTE = "routes/answer.camel.yaml";

    @TempDir
    private Path directory;

    /** The one line that it leaves behind, beside what it says of a start that goes well. */
    private String refusal(Map<String, String> environment) throws InterruptedException {
        List<String> lines = refusals(environment);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<String> refusals(Map<String, String> environment) throws InterruptedException {
        try (GatewayProcess process = GatewayProcess.start(directory, environment)) {
            assertThat(process.ended()).as("it ends by itself").isTrue();
            assertThat(process.exitCode()).isEqualTo(1);
            String said = process.said();
            assertThat(said).doesNotContain("\tat ", "Exception", "secret-");
            return said.lines()
                    .filter(line -> !line.isBlank() && !line.contains(" INFO "))
                    .toList();
        }
    }

    private String refusalOf(String properties) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("application.properties"), properties);
        return refusal(Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway.attempts = many                  | gateway.attempts must be a whole number from 1 to 100, not `many`.
            gateway.attempts = 0                     | gateway.attempts must be a whole number from 1 to 100, not `0`.
            gateway.bodyTimeout = soon               | gateway.bodyTimeout must be a time above zero, such as `500`, `15s` or `10m`, not `soon`.
            ondemand.sessions = forever              | ondemand.sessions must be one of reuse, fresh, not `forever`.
            gateway.profile = production             | gateway.profile must be one of dev, prod, not `production`.
            ondemand.connectTimeout = often          | ondemand.connectTimeout must be a time above zero, such as `500`, `15s` or `10m`, not `often`.
            ondemand.modelsRetry = often             | ondemand.modelsRetry must be a time above zero, such as `500`, `15s` or `10m`, not `often`.
            gateway.workers = many                   | gateway.workers must be a whole number from 2 to 100000, not `many`.
            ondemand.idleTimeout = 20m               | ondemand.idleTimeout must be shorter than gateway.totalTimeout, since it is a part of it.
            gateway.retriedFailures = key_refused, timeout | gateway.retriedFailures must be some of session_gone, stale_connection, spurious_refusal, key_refused, key_throttled, upstream_unreachable, upstream_error, upstream_timeout, bad_frame, truncated_answer, empty_answer, not `timeout`.
            models.callForm.predefined-glm-5.3 = gml | models.callForm.predefined-glm-5.3 must be one of hermes, qwen, glm, claude, not `gml`.
            gateway.prompts = /not/there             | The file /not/there cannot be read: make it a file in UTF-8 that the gateway's user may read, or leave it out of application.properties.
            gateway.secretsRefresh = 0               | gateway.secretsRefresh must be a time above zero, such as `500`, `15s` or `10m`, not `0`.
            gateway.atempts = 3                      | gateway.atempts is not a property of the gateway: did you mean gateway.attempts?
            keys.disabled-for = 3                        | keys.disabled-for is not a property of the gateway: did you mean keys.disabledFor?
            ondemand.xyz = 3                         | ondemand.xyz is not a property of the gateway: remove it, or name a property of your own routes with another prefix.
            models.alias.mine =                      | models.alias.mine is empty: give it a value or remove it.
            ondemand.proxy = proxy.example:3128      | ondemand.proxy must be an address such as http://proxy.example:3128; user and password go into ondemand.proxyCredentials.
            ondemand.proxyCredentials = u:secret-1   | ondemand.proxyCredentials is given without a proxy: set ondemand.proxy, too.
            ondemand.caFile = /not/there             | ondemand.caFile: the file /not/there cannot be read: let it be there for the gateway's user to read.
            ondemand.caFile = application.properties | ondemand.caFile: the file application.properties must hold certificates in PEM form.
            camel.main.nonsense = 1                  | camel.main.nonsense cannot be used: mend its name or its value, or remove it.
            camel.component.http.maxTotalConnections = many | camel.component.http.maxTotalConnections must be a whole number from 1 to 2147483647, not `many`.
            """)
    void aWrongPropertyIsNamed(String line, String sentence) throws Exception {
        assertThat(refusalOf(line)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GATEWAY_ATTEMPTS=many              | gateway.attempts (from GATEWAY_ATTEMPTS) must be a whole number from 1 to 100, not `many`.
            ONDEMAND_CONNECT_TIMEOUT=often     | ondemand.connectTimeout (from ONDEMAND_CONNECT_TIMEOUT) must be a time above zero, such as `500`, `15s` or `10m`, not `often`.
            GATEWAY_ATEMPTS=3                  | GATEWAY_ATEMPTS is not a variable of the gateway: did you mean GATEWAY_ATTEMPTS?
            ONDEMAND_APIKEY=secret-one         | ONDEMAND_APIKEY is not a variable of the gateway: did you mean ONDEMAND_APIKEYS?
            PORT=http                          | camel.server.port (from PORT) must be a whole number from 1 to 65535, not `http`.
            PORT=7001 MANAGEMENT_PORT=7001     | camel.server.port (from PORT) and camel.management.port (from MANAGEMENT_PORT) are the same port: give each its own.
            GIN_MODE=production                | GIN_MODE must be one of release, debug, test, not `production`.
            LOG_FORMAT=xml                     | LOG_FORMAT must be one of text, json, not `xml`.
            OTEL_TRACES_EXPORTER=zipkin        | OTEL_TRACES_EXPORTER names an exporter that there is not: zipkin
            OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=grpc | OTEL_EXPORTER_OTLP_PROTOCOL is `grpc`, but traces leave by http/protobuf only: set it to that or remove it, and name the collector's port for HTTP in OTEL_EXPORTER_OTLP_ENDPOINT, most often 4318.
            OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317 OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc | OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is `grpc`, but traces leave by http/protobuf only: set it to that or remove it, and name the collector's port for HTTP in OTEL_EXPORTER_OTLP_ENDPOINT, most often 4318.
            GATEWAY_PROFILE=prod               | ONDEMAND_APIKEYS is missing: profile prod needs at least one OnDemand key.
            ONDEMAND_API_BASE=ftp://example    | ondemand.base (from ONDEMAND_API_BASE) must be an http or https address, such as https://api.on-demand.io.
            ONDEMAND_APIKEYS=secret-one        | PRIVATE_KEY is missing: with real ONDEMAND_APIKEYS, set the key that clients must present.
            ONDEMAND_APIKEYS=secret-one PRIVATE_KEY=mine,testofli | gateway.clientKeys (from PRIVATE_KEY) holds `testofli`, which is public: with real ONDEMAND_APIKEYS, set a key of your own.
            ONDEMAND_APIKEYS=secret-one,       | ondemand.apiKeys (from ONDEMAND_APIKEYS) holds an empty key: separate keys by single commas, without one at the end.
            PRIVATE_KEY=secret-one,secret-one  | gateway.clientKeys (from PRIVATE_KEY) holds the same key twice: name each once.
            PRIVATE_KEY=secret-ä               | gateway.clientKeys (from PRIVATE_KEY) holds a key with blanks or characters beyond ASCII, which no header can carry.
            PRIVATE_KEY=x PRIVATE_KEY_FILE=/x  | gateway.clientKeys (from PRIVATE_KEY) and gateway.clientKeysFile (from PRIVATE_KEY_FILE) are both given: give one of them.
            GATEWAY_STATE=http://:secret@redis:1 | gateway.state (from GATEWAY_STATE) must be the address of a Redis server, such as redis://redis.example:6379.
            ONDEMAND_APIKEYS_FILE=/not/there   | ondemand.apiKeysFile (from ONDEMAND_APIKEYS_FILE): the file /not/there cannot be read: let it be there for the gateway's user to read.
            """)
    void aWrongVariableIsNamed(String variables, String sentence) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ")) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }

        assertThat(refusal(environment)).isEqualTo(sentence);
    }

    @Test
    void allThatIsWrongInProfilesIsNamedWithItsLine() throws Exception {
        Files.writeString(directory.resolve("models.yaml"), """
                - name: one
                  endpoint: predefined-one
                  temprature: 1
                  temperature: 3
                  maxTokens: many
                  pluginIds: {a: b}
                - name: one
                  endpoint: predefined-two
                  reasoningEffort: high
                  instructionsMode:
                - endpoint: predefined-three
                  topP: 0.5
                  topP: 0.6
                - four
                """);
        Files.writeString(directory.resolve("application.properties"), "models.profiles = models.yaml\n");

        assertThat(refusals(Map.of()))
                .containsExactlyInAnyOrder(
                        "models.yaml, line 3: `temprature` is not known here: did you mean temperature?",
                        "models.yaml, line 4: `temperature` must be a number from 0.0 to 2.0, not `3`.",
                        "models.yaml, line 5: `maxTokens` must be a whole number from 1 to 2147483647, not `many`.",
                        "models.yaml, line 6: `pluginIds` must be a list of texts, such as [one, two].",
                        "models.yaml, line 7: there is a profile one before this one: rename one of them.",
                        "models.yaml, line 9: `reasoningEffort` must be one of low, medium, max, not `high`.",
                        "models.yaml, line 10: `instructionsMode` must be one of prepend, replace, not ``.",
                        "models.yaml, line 11: `name` is missing: add it to this entry.",
                        "models.yaml, line 13: `topP` is given twice: keep one of them.",
                        "models.yaml, line 14: an entry must be names and values, such as `- name: value`.");
    }

    @Test
    void aTextForModelsThatCannotBeUsedIsNamedWithItsLine() throws Exception {
        Files.writeString(directory.resolve("prompts.yaml"), """
                oneCall: Only one.
                tools: |
                  Call {tools} as <tool>. {duty}
                repairJsn: "Wrong: {problem}"
                repairJson: Wrong.
                mustCallNamed: ""
                """);
        Files.writeString(directory.resolve("application.properties"), "gateway.prompts = prompts.yaml\n");

        assertThat(refusals(Map.of()))
                .containsExactlyInAnyOrder(
                        "prompts.yaml, line 2: `tools` must hold {form} or <tool_call>: add it.",
                        "prompts.yaml, line 2: `tools` must hold {calls}: add it.",
                        "prompts.yaml, line 4: `repairJsn` is not known here: did you mean repairJson?",
                        "prompts.yaml, line 5: `repairJson` must hold {problem}: add it.",
                        "prompts.yaml, line 6: `mustCallNamed` must be a text, not ``.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - name: [one   | models.yaml, line 2, column 1: this cannot be understood as YAML:
            name: one      | models.yaml, line 1: the file must be a list: begin each entry with `- `.
            """)
    void aFileOfProfilesThatIsNoneIsNamed(String yaml, String sentence) throws Exception {
        Files.writeString(directory.resolve("models.yaml"), yaml + "\n");
        assertThat(refusalOf("models.profiles = models.yaml")).startsWith(sentence);

        Files.delete(directory.resolve("models.yaml"));
        assertThat(refusalOf("models.profiles = models.yaml"))
                .isEqualTo("The file models.yaml cannot be read: make it a file in UTF-8 that the gateway's user may"
                        + " read, or leave it out of application.properties.");
    }

    @Test
    void allWrongSettingsAreNamedAtOneStart() throws Exception {
        Files.writeString(directory.resolve("application.properties"), """
                gateway.atempts = 3
                gateway.bodyTimeout = soon
                gateway.cors.allowedOrigins = https://chat.example/path
                gateway.cors.allowedHeaders = not a header
                gateway.drain.minWait = 10h
                ondemand.proxy = proxy.example:3128
                ondemand.caFile = /not/there
                """);

        assertThat(refusals(Map.of(
                        "PRIVATE_KEY", "x",
                        "PRIVATE_KEY_FILE", "/x",
                        "PORT", "http",
                        "GIN_MODE", "production",
                        "LOG_FORMAT", "xml",
                        "OTEL_TRACES_EXPORTER", "zipkin",
                        "ONDEMAND_APIKEYS", "secret-one,")))
                .containsExactlyInAnyOrder(
                        "gateway.atempts is not a property of the gateway: did you mean gateway.attempts?",
                        "gateway.bodyTimeout must be a time above zero, such as `500`, `15s` or `10m`, not `soon`.",
                        "gateway.cors.allowedOrigins must be `*` or origins such as https://chat.example.org, "
                                + "comma-separated, without a path, not `https://chat.example/path`.",
                        "gateway.cors.allowedHeaders must be names of headers, comma-separated, not `not a header`.",
                        "gateway.drain.minWait must be shorter than gateway.drain.timeout, since it is a part of it.",
                        "ondemand.proxy must be an address such as http://proxy.example:3128; "
                                + "user and password go into ondemand.proxyCredentials.",
                        "ondemand.caFile: the file /not/there cannot be read: "
                                + "let it be there for the gateway's user to read.",
                        "gateway.clientKeys (from PRIVATE_KEY) and gateway.clientKeysFile (from PRIVATE_KEY_FILE) "
                                + "are both given: give one of them.",
                        "camel.server.port (from PORT) must be a whole number from 1 to 65535, not `http`.",
                        "GIN_MODE must be one of release, debug, test, not `production`.",
                        "LOG_FORMAT must be one of text, json, not `xml`.",
                        "OTEL_TRACES_EXPORTER names an exporter that there is not: zipkin",
                        "ondemand.apiKeys (from ONDEMAND_APIKEYS) holds an empty key: "
                                + "separate keys by single commas, without one at the end.");
    }

    @Test
    void aPropertyUnderItsFormerAndItsPresentNameIsNamed() throws Exception {
        assertThat(refusalOf("keys.deadFor = 3m\nkeys.disabledFor = 4m"))
                .isEqualTo("keys.deadFor and keys.disabledFor are both set, and are the same property: "
                        + "keep keys.disabledFor.");
    }

    @Test
    void aFormerNameIsReadWithOneWarning() throws Exception {
        // the wrong value shows that it is read
        Files.writeString(directory.resolve("application.properties"), "keys.deadFor = often");

        List<String> lines = refusals(Map.of());

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains(" WARN ")
                .endsWith("keys.deadFor is called keys.disabledFor now; the former name still works");
        assertThat(lines.get(1))
                .isEqualTo("keys.deadFor must be a time above zero, such as `500`, `15s` or `10m`, not `often`.");
    }

    @Test
    void whatIsWrongInTheListOfClientsIsNamedWithItsLineAndWithoutAKey() throws Exception {
        Path clients = Files.writeString(directory.resolve("clients.yaml"), "- label: a\n  key: *sk-secret\n");

        assertThat(refusal(Map.of("ONDEMAND_APIKEYS", "secret-one", "GATEWAY_CLIENTS", clients.toString())))
                .isEqualTo(
                        clients + ", line 2, column 8: this cannot be understood as YAML: mend its spaces and quotes.");
    }

    @Test
    void theListOfClientsMustNotHoldThePublicKey() throws Exception {
        Path clients = Files.writeString(directory.resolve("clients.yaml"), "- label: a\n  key: testofli\n");

        assertThat(refusal(Map.of("ONDEMAND_APIKEYS", "secret-one", "GATEWAY_CLIENTS", clients.toString())))
                .isEqualTo("gateway.clients (from GATEWAY_CLIENTS) holds `testofli`, which is public: "
                        + "with real ONDEMAND_APIKEYS, set a key of your own.");
    }

    @Test
    void anEmptyFileOfKeysIsNamed() throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), "# none yet\n\n");

        assertThat(refusal(Map.of("ONDEMAND_APIKEYS_FILE", keys.toString(), "PRIVATE_KEY", "x")))
                .isEqualTo("ondemand.apiKeysFile (from ONDEMAND_APIKEYS_FILE) holds no key: write one on each line.");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(Map.of("PORT", port)))
                    .isEqualTo("camel.server.port (from PORT): port " + port
                            + " on 0.0.0.0 cannot be had; end the program that uses it or set PORT.");
            assertThat(refusal(Map.of("MANAGEMENT_PORT", port)))
                    .startsWith("camel.management.port (from MANAGEMENT_PORT): port " + port);
        }
    }

    @Test
    void anUnreadableRouteFileIsNamed() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.createSymbolicLink(directory.resolve(ROUTE), directory.resolve("gone"));

        assertThat(refusal(Map.of()))
                .isEqualTo("The route file " + ROUTE
                        + " cannot be read: make it a file in UTF-8 that the gateway's user may read, or remove it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - route: [x: {        | 2, column 1
            - rout: {id: answer}  | 1, column 3
            """)
    void aRouteFileThatCannotBeUnderstoodIsNamedWithThePlace(String yaml, String place) throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve(ROUTE), yaml + "\n");

        assertThat(refusal(Map.of())).startsWith(ROUTE + " cannot be used, see line " + place + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: prompt-prepned, parameters: {text: hi}        | there is no step prompt-prepned: mend the name, or put prompt-prepned.kamelet.yaml into the folder kamelets/.
            name: prompt-prepend, parameters: {mode: replace}   | the step prompt-prepend needs the parameter text: add it.
            name: prompt-prepend, parameters: {text: hi, mod: replace} | the step prompt-prepend has no parameter mod: it has mode, text.
            name: prompt-prepend, parameters: {text: "resource:file:no.txt"} | the step prompt-prepend cannot be used: no.txt does not exist.
            """)
    void aStepOfKameletsThatIsUsedWronglyIsNamedWithItsLine(String step, String sentence) throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - kamelet: {%s}
                """.formatted(step));

        assertThat(refusal(Map.of())).isEqualTo("routes/mine.camel.yaml, line 6: " + sentence);
    }

    @Test
    void aStepThatIsIndentedTooFarIsNamedWithItsLine() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(ROUTE)));
        int step = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("- process:"))
                .skip(2)
                .findFirst()
                .orElseThrow();
        lines.set(step, "  " + lines.get(step));
        Files.write(directory.resolve(ROUTE), lines);

        assertThat(refusal(Map.of())).startsWith(ROUTE + " cannot be used, see line " + (step + 1) + ", column ");
    }

    @Test
    void allRouteFilesThatCannotBeReadAreNamedTogetherWithWrongSettings() throws Exception {
        Files.writeString(directory.resolve("application.properties"), "gateway.attempts = many");
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve(ROUTE), "- route: {id: answer\n");
        Files.writeString(directory.resolve("routes/health.camel.yaml"), "- route:\n    id: x\n      from: y\n");
        Files.write(directory.resolve("routes/latin.camel.yaml"), new byte[] {'#', (byte) 0xe9});

        assertThat(refusals(Map.of()))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .isEqualTo("gateway.attempts must be a whole number from 1 to 100, not `many`."),
                        line -> assertThat(line).startsWith(ROUTE + " cannot be used, see line 2, column 1: "),
                        line -> assertThat(line)
                                .startsWith("routes/health.camel.yaml cannot be used, see line 3, column 11: "),
                        line -> assertThat(line)
                                .isEqualTo("The route file routes/latin.camel.yaml cannot be read: make it a file in"
                                        + " UTF-8 that the gateway's user may read, or remove it."));
    }

    @Test
    void aTimeOfMediaIsNotComparedWhileMediaAreOff() throws Exception {
        Files.writeString(
                directory.resolve("application.properties"),
                "ondemand.media.enabled = false\nondemand.media.totalTimeout = 20m\ngateway.attempts = many");

        assertThat(refusal(Map.of())).startsWith("gateway.attempts ");
    }

    @Test
    void aFaultOfTheRoutesFolderIsNamedTogetherWithWrongSettings() throws Exception {
        Files.writeString(directory.resolve("application.properties"), "gateway.attempts = many");
        Files.createDirectory(directory.resolve("routes"));

        assertThat(refusals(Map.of("GIN_MODE", "production")))
                .containsExactlyInAnyOrder(
                        "The routes folder routes holds no *.camel.yaml: put the routes there, or remove it.",
                        "gateway.attempts must be a whole number from 1 to 100, not `many`.",
                        "GIN_MODE must be one of release, debug, test, not `production`.");
    }

    @Test
    void aRoutesFolderThatIsNoneOrHoldsNothingIsNamed() throws Exception {
        Path routes = Files.createFile(directory.resolve("routes"));
        assertThat(refusal(Map.of())).startsWith("The routes folder routes cannot be read: ");

        Files.delete(routes);
        Files.createDirectory(routes);
        assertThat(refusal(Map.of())).startsWith("The routes folder routes holds no *.camel.yaml: ");
    }
}
