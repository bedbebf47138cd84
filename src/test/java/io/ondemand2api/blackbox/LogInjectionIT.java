package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No name that a client sends writes a line of its own into the log, or anything that a terminal would obey. */
class LogInjectionIT {

    private static final List<String> ENDS = List.of(
            "\n",
            "\r",
            "\r\n",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u000b",
            "\f",
            "\u001b[2J",
            "\b",
            "\u009b31m",
            "\u202e",
            "\u0000");
    private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  requests - FORGED";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"release,text", "debug,text", "debug,json"})
    void noClientWritesALineOfItsOwn(String mode, String format) {
        try (GatewayProcess gateway = GatewayProcess.start(
                        directory,
                        Map.of("PRIVATE_KEY", GatewayUnderTest.CLIENT_KEY, "GIN_MODE", mode, "LOG_FORMAT", format))
                .awaitAnswers(Duration.ofSeconds(40))) {
            for (String end : ENDS) {
                String text = "x" + end + FORGED;
                gateway.chat(
                        "{\"model\":" + Chat.quoted(text) + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                gateway.chat(Chat.whole("hi")
                        .replaceFirst("\\{", "{\"user\":" + Chat.quoted(text).replace("\\", "\\\\") + ","));
                gateway.chat(Chat.whole("hi")
                        .replaceFirst("\\{", "{" + Chat.quoted(text).replace("\\", "\\\\") + ":1,"));
                gateway.chat("{\"model\":\"gpt-4o\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":"
                        + Chat.quoted(text) + "}}],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                raw(gateway, "GET /v1/models/x%0d%0a%1b" + FORGED.replace(" ", "%20") + " HTTP/1.1\r\nHost: x\r\n");
                raw(gateway, "GET /v1/" + text.replace(" ", "_") + " HTTP/1.1\r\nHost: x\r\n");
                raw(gateway, "F" + text.replace(" ", "_") + " /v1/models HTTP/1.1\r\nHost: x\r\n");
                for (String header : List.of(
                        "X-Request-Id",
                        "traceparent",
                        "tracestate",
                        "User-Agent",
                        "OpenAI-Organization",
                        "Origin",
                        "X-API-KEY",
                        "Content-Encoding")) {
                    raw(gateway, "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + header + ": " + text + "\r\n");
                }
            }
            Awaitility.await().until(() -> gateway.said().contains("gpt-4o"));

            assertThat(gateway.said()).as("it was logged, harmless").contains("FORGED");
            assertThat(gateway.said().lines()).noneMatch(line -> line.startsWith(FORGED));
            assertThat(gateway.said().codePoints().filter(LogInjectionIT::obeyed))
                    .isEmpty();
        }
    }

    private static void raw(GatewayProcess gateway, String start) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(
                    start + "Authorization: Bearer " + GatewayUnderTest.CLIENT_KEY + "\r\nConnection: close\r\n\r\n");
            client.line();
        }
    }

    /** Control characters but for the end of a line and the indent of a stack trace, and what turns text around. */
    private static boolean obeyed(int character) {
        boolean control = Character.isISOControl(character) && character != '\n' && character != '\t';
        int type = Character.getType(character);
        return control
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT;
    }
}
