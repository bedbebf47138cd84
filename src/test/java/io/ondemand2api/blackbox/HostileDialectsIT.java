package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.RunsAlone;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hostile client of Responses and of Messages, against a gateway with a heap of 200 MiB. */
@RunsAlone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileDialectsIT {

    /** Small enough that a response with it is remembered. */
    private static final String LARGE = "word ".repeat(600_000);

    /** Nothing that an answer repeats of its request is large. */
    private static final int MAX_ANSWER = 4_000_000;

    @TempDir
    private static Path directory;

    private AttackedGateway attacked;

    @BeforeAll
    void start() {
        attacked = new AttackedGateway(directory);
        attacked.startUnlessAlive();
        // the first use loads the words by which tokens are counted
        attacked.gateway()
                .post(
                        DialectAttacks.MESSAGES,
                        Attack.KEY,
                        "{\"model\":\"gpt-4o\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @AfterAll
    void stop() {
        attacked.close();
    }

    static Stream<Attack> attacks() {
        return DialectAttacks.all();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void costsNoOtherClientAnything(Attack attack) throws InterruptedException {
        tellsItsDialectsErrors(attack, attacked.withstands(attack));
    }

    @Test
    void manyRequestsThatGoOnFromOneLargeResponseAreBounded() throws InterruptedException {
        String id = rememberedResponse(LARGE, "hello").at("/id").asText();

        Attack attack = Attack.post(
                DialectAttacks.RESPONSES,
                "responses: going on from 3 MB",
                60,
                () -> "{\"model\":\"gpt-4o\",\"store\":false,\"previous_response_id\":\"" + id
                        + "\",\"input\":\"attack\"}");

        tellsItsDialectsErrors(attack, attacked.withstands(attack));
    }

    @Test
    void aRequestThatRefersToALargeItemAThousandTimesIsBounded() throws InterruptedException {
        String id = rememberedResponse("hello", "a".repeat(1_000_000))
                .at("/output/0/id")
                .asText();
        String reference = "{\"type\":\"item_reference\",\"id\":\"" + id + "\"}";

        Attack attack = Attack.post(
                DialectAttacks.RESPONSES,
                "responses: a thousand references to 1 MB",
                4,
                () -> "{\"model\":\"gpt-4o\",\"input\":[" + ClientAttacks.joined(1000, i -> reference)
                        + ",{\"role\":\"user\",\"content\":\"attack\"}]}");

        tellsItsDialectsErrors(attack, attacked.withstands(attack.mustEndWith(400)));
    }

    @Test
    void manyReadersOfALargeResponseAreBounded() throws InterruptedException {
        String id = rememberedResponse(LARGE, "hello").at("/id").asText();

        Attack attack =
                Attack.get(DialectAttacks.RESPONSES + "/" + id + "/input_items", "responses: 60 readers of 3 MB", 60);

        tellsItsDialectsErrors(attack, attacked.withstands(attack));
        RawClient client = new RawClient(attacked.gateway().port());
        client.send("HEAD " + DialectAttacks.RESPONSES + "/" + id
                + "/input_items HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + Attack.KEY
                + "\r\n\r\nGET / HTTP/1.1\r\nHost: gateway\r\n\r\n");
        assertThat(Integer.parseInt(client.answerToHead().headers().get("content-length")))
                .isGreaterThan(LARGE.length());
        assertThat(client.answer().status()).isEqualTo(200);
        client.close();
    }

    /** What a client with the attacker's key has stored. */
    private JsonNode rememberedResponse(String input, String answer) {
        attacked.startUnlessAlive();
        attacked.simulator().onQuery(query -> Behaviour.atOnce().saying(answer));
        HttpResponse<String> response = attacked.gateway()
                .post(DialectAttacks.RESPONSES, Attack.KEY, "{\"model\":\"gpt-4o\",\"input\":\"" + input + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Chat.json(response.body());
    }

    private static void tellsItsDialectsErrors(Attack attack, List<Attacker.Outcome> outcomes) {
        ApiDialect dialect =
                attack.target().endsWith(DialectAttacks.MESSAGES) ? ApiDialect.MESSAGES : ApiDialect.RESPONSES;
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.body()).hasSizeLessThan(MAX_ANSWER));
        assertThat(outcomes).filteredOn(outcome -> outcome.status() >= 400).allSatisfy(outcome -> {
            ClientError error = dialect.client().error(outcome.body());
            assertThat(error.type()).as(outcome.body()).isNotBlank();
            assertThat(error.message()).as(outcome.body()).isNotBlank();
            assertThat(Chat.json(outcome.body()).path("type").asText())
                    .isEqualTo(dialect == ApiDialect.MESSAGES ? "error" : "");
        });
    }
}
