package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.scripted.Behaviour;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway says of its own API, beside what it serves and what OpenAI says. */
class OpenApiIT {

    private static GatewayUnderTest gateway;
    private static ApiOutline api;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
        gateway.simulator().onQuery(query -> Behaviour.atOnce().saying("an ", "answer"));
        api = ApiOutline.of(GatewayUnderTest.send(
                        HttpRequest.newBuilder(gateway.url("/openapi.json")).build())
                .body());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void everyEntryRouteIsDescribedByItsMethodAndPath() throws Exception {
        Set<String> described = new TreeSet<>();
        api.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method.toUpperCase() + " " + path.getKey())));
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                String yaml = Files.readString(file);
                if (yaml.contains("uri: platform-http")) {
                    String path = yaml.replaceFirst("(?s).* path: \"?([^\"\n]+).*", "$1");
                    String method = yaml.replaceFirst("(?s).* httpMethodRestrict: ([A-Z]+).*", "$1");
                    served.add(method + " " + path);
                }
            }
        }

        assertThat(described).isEqualTo(served).hasSizeGreaterThan(10);
    }

    @Test
    void noOperationDiffersFromOpenAisOfTheSamePath() {
        Set<String> common = new TreeSet<>();
        api.openai().path("paths").properties().forEach(path -> {
            // a parameter may have any name
            String place = path.getKey().replaceAll("\\{[^}]+}", "{id}");
            JsonNode ours = api.document().path("paths").path(place);
            ours.properties().forEach(operation -> {
                JsonNode theirs = path.getValue().path(operation.getKey());
                if (theirs.isMissingNode()) {
                    return;
                }
                common.add(operation.getKey() + " " + place);
                assertThat(operation.getValue().has("requestBody"))
                        .as("body of %s", place)
                        .isEqualTo(theirs.path("body").asBoolean());
                assertThat(operation.getValue().path("parameters")).hasSameSizeAs(theirs.path("parameters"));
                assertThat(operation.getValue().path("security")).as("key").isNotEmpty();
            });
        });

        assertThat(common)
                .contains("post /v1/chat/completions", "post /v1/responses", "get /v1/models", "get /v1/models/{id}")
                .hasSize(11);
    }

    @Test
    void noFieldHasAnotherTypeThanOpenAis() {
        api.openai().path("schemas").properties().forEach(entry -> {
            JsonNode ours = api.document().at("/components/schemas/" + entry.getKey());
            JsonNode theirs = entry.getValue().path("properties");
            assertThat(ours.path("properties")).as(entry.getKey()).isNotEmpty();
            ours.path("properties").properties().forEach(field -> {
                if (field.getKey().equals("reasoning_content")) {
                    return;
                }
                String name = entry.getKey() + "." + field.getKey();
                assertThat(theirs.has(field.getKey())).as(name).isTrue();
                Set<String> allowed = new TreeSet<>();
                theirs.path(field.getKey()).forEach(type -> allowed.add(type.asText()));
                Set<String> types = api.types(field.getValue());
                allowed.add("null");
                if (allowed.contains("number")) {
                    allowed.add("integer");
                }
                assertThat(allowed).as(name).containsAll(types);
            });
        });
    }

    @Test
    void anAnswerHasAtLeastTheFieldsThatOpenAisHas() {
        for (String schema : Set.of("ChatCompletion", "ChatCompletionChunk", "Completion", "Model", "ModelList")) {
            Set<String> wanted = new TreeSet<>();
            api.openai().at("/schemas/" + schema + "/required").forEach(name -> wanted.add(name.asText()));
            Set<String> ours = new TreeSet<>();
            api.document().at("/components/schemas/" + schema + "/required").forEach(name -> ours.add(name.asText()));

            assertThat(ours).as(schema).containsAll(wanted).isNotEmpty();
        }
    }

    private static void fits(String schema, String json) {
        assertThat(api.validator(schema).validate(Chat.json(json)))
                .as("%s as %s", json, schema)
                .isEmpty();
    }

    @Test
    void theAnswersAreAsDescribed() {
        fits("ChatCompletion", gateway.chat(Chat.whole("hello")).body());
        String stream = gateway.chat(Chat.streamed("hello")).body();
        assertThat(Chat.data(stream)).hasSizeGreaterThan(3);
        Chat.data(stream).stream()
                .filter(data -> !data.equals("[DONE]"))
                .forEach(data -> fits("ChatCompletionChunk", data));
        fits(
                "Completion",
                gateway.post("/v1/completions", "{\"model\":\"gpt-4o\",\"prompt\":\"hello\"}")
                        .body());
        fits("ModelList", gateway.get("/v1/models").body());
        fits("Model", gateway.get("/v1/models/gpt-4o").body());
        fits("Health", gateway.get("/").body());
        fits("Error", gateway.get("/v1/models/none").body());
    }

    @Test
    void theAnswersOfTheOtherDialectsAreAsDescribed() {
        String asked = "{\"model\":\"gpt-4o\",\"input\":\"hello\"}";
        String response = gateway.post("/v1/responses", asked).body();
        fits("Response", response);
        String id = Chat.json(response).path("id").asText();
        fits("Response", gateway.get("/v1/responses/" + id).body());
        fits(
                "ResponseItemList",
                gateway.get("/v1/responses/" + id + "/input_items").body());
        fits(
                "ResponseInputTokens",
                gateway.post("/v1/responses/input_tokens", asked).body());
        String message = "{\"model\":\"gpt-4o\",\"max_tokens\":50,\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"hello\"}]}";
        fits("Message", gateway.post("/v1/messages", message).body());
        fits("MessageTokens", gateway.post("/v1/messages/count_tokens", message).body());
        fits("MessageError", gateway.post("/v1/messages", "{}").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error", "ChatCompletion", "Message", "Response"})
    void aWrongAnswerWouldBeSeen(String schema) {
        assertThat(api.validator(schema).validate(Chat.json("{\"object\":\"other\"}")))
                .isNotEmpty();
    }

    @Test
    void aRouteOfAnOperatorIsDescribedToo() throws Exception {
        try (GatewayUnderTest other = GatewayUnderTest.start(Map.of())) {
            other.main().getCamelContext().addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/v2/{team}/ask?httpMethodRestrict=POST")
                            .routeId("ask")
                            .routeDescription("a team's own door")
                            .process("openai.readChatCompletion");
                }
            });
            JsonNode ask = Chat.json(other.get("/openapi.json").body())
                    .path("paths")
                    .path("/v2/{team}/ask")
                    .path("post");

            assertThat(ask.path("summary").asText()).isEqualTo("a team's own door");
            assertThat(ask.at("/parameters/0/name").asText()).isEqualTo("team");
            assertThat(ask.at("/requestBody/content/application~1json/schema/$ref")
                            .asText())
                    .endsWith("ChatCompletionRequest");
            assertThat(ask.has("security")).isFalse();
        }
    }

    @Test
    void thePageOfItShowsTheOperationsUnderItsStrictPolicy(@TempDir Path profile) throws Exception {
        try (Browser browser = Browser.start(profile)) {
            browser.look(1280, 900, false);
            browser.open(gateway.management("/console/api"));
            browser.until("document.querySelectorAll('.opblock').length > 10");

            assertThat(browser.text("#api")).contains("/v1/chat/completions", "Responses", "a remembered response");
            browser.screenshot(Path.of("target", "screenshots", "api-light-1280.png"));
            assertThat(browser.problems()).isEmpty();
        }
    }
}
