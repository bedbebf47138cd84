package io.ondemand2api.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.Recording;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRegistryTest {

    private static final String LIVE = "{'message':'ok','endpointsData':["
            + "{'endpoint_id':'predefined-a','endpoint_name':'a','status':'active','reasoning_efforts':['low','max']},"
            + "{'endpoint_id':'predefined-b','endpoint_name':'b','status':'inactive','reasoning_efforts':[]},"
            + "{'endpoint_id':'predefined-x/c','endpoint_name':null,'status':'ACTIVE','is_premium':true},"
            + "{'endpoint_id':'predefined-a','endpoint_name':'twice','status':'inactive'},"
            + "{'endpoint_id':'','endpoint_name':'no id','status':'active'},{'status':'active'},7,null]}";

    private final Map<String, String> aliases = new LinkedHashMap<>();

    private EndpointRegistry registry(String body) throws IOException {
        EndpointRegistry registry = new EndpointRegistry(aliases, Map.of(), 100);
        registry.update(Recording.bytes(body.replace('\'', '"')));
        return registry;
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.failure()).isEqualTo(Failure.MODEL_NOT_FOUND));
    }

    @Test
    void takesAliasesAsTheyStandBeforeTheFirstRegistry() throws GatewayException {
        aliases.put("gpt", "predefined-gpt");
        EndpointRegistry registry = new EndpointRegistry(aliases, Map.of(), 100);

        assertThat(registry.known()).isFalse();
        assertThat(registry.resolve("gpt")).isEqualTo(Endpoint.unlisted("predefined-gpt"));
        assertThat(registry.names()).containsExactly("gpt");
        assertNotFound(() -> registry.resolve("a"));
    }

    @Test
    void findsWhatTheRegistryKnowsOfAnAlias() throws Exception {
        aliases.put("mine", "predefined-a");
        EndpointRegistry registry = registry(LIVE);

        assertThat(registry.known()).isTrue();
        assertThat(registry.resolve("mine")).isEqualTo(new Endpoint("predefined-a", "a", true, true));
    }

    @Test
    void refusesAnAliasOfAnInactiveEndpoint() throws Exception {
        aliases.put("old", "predefined-b");

        assertNotFound(() -> registry(LIVE).resolve("old"));
    }

    @Test
    void triesAnAliasThatTheRegistryDoesNotKnowButDoesNotOfferIt() throws Exception {
        aliases.put("gone", "predefined-gone");
        aliases.put("own", "byoi-1");
        EndpointRegistry registry = registry(LIVE);

        assertThat(registry.resolve("gone")).isEqualTo(Endpoint.unlisted("predefined-gone"));
        assertThat(registry.names()).contains("own").doesNotContain("gone");
    }

    @Test
    void prefersTheOperatorsAliasToTheRegistrysName() throws Exception {
        aliases.put("a", "byom-1");

        assertThat(registry(LIVE).resolve("a")).isEqualTo(Endpoint.unlisted("byom-1"));
    }

    @Test
    void findsActiveEndpointsByNameAndAnyById() throws Exception {
        EndpointRegistry registry = registry(LIVE);

        assertThat(registry.resolve("a").id()).isEqualTo("predefined-a");
        assertNotFound(() -> registry.resolve("b"));
        assertNotFound(() -> registry.resolve("twice"));
        assertThat(registry.resolve("predefined-b").active()).isFalse();
        assertThat(registry.resolve("predefined-x/c").thinks()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"predefined-new", "byoi-7c1d", "byom-1"})
    void passesRawIdsOn(String id) throws Exception {
        assertThat(registry(LIVE).resolve(id)).isEqualTo(Endpoint.unlisted(id));
        assertThat(new EndpointRegistry(aliases, Map.of(), 100).resolve(id)).isEqualTo(Endpoint.unlisted(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no such", "Predefined-a", "A", " a", "predefined"})
    void refusesWhatItDoesNotKnow(String model) throws Exception {
        EndpointRegistry registry = registry(LIVE);

        assertNotFound(() -> registry.resolve(model));
    }

    @Test
    void offersServedAliasesAndThenActiveEndpoints() throws Exception {
        aliases.put("z", "predefined-a");
        aliases.put("predefined-x/c", "byoi-1");
        aliases.put("old", "predefined-b");

        assertThat(registry(LIVE).names()).containsExactly("z", "predefined-x/c", "predefined-a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{'endpointsData':null}",
                "{'endpointsData':{}}",
                "{'endpointsData':[]}",
                "{'endpointsData':[{'endpoint_name':'a'}]}",
                "{'endpointsData':[",
                "\0\0\u00ff\u00fe",
            })
    void keepsTheOldRegistryWhenTheNewOneIsRubbish(String rubbish) throws Exception {
        EndpointRegistry registry = registry(LIVE);
        var names = registry.names();

        assertThatThrownBy(() -> registry.update(Recording.bytes(rubbish.replace('\'', '"'))))
                .isInstanceOf(IOException.class);
        assertThat(registry.names()).isEqualTo(names);
        assertThat(registry.resolve("a").active()).isTrue();
    }

    @Test
    void forgetsWhatANewRegistryDoesNotList() throws Exception {
        EndpointRegistry registry = registry(LIVE);

        registry.update(
                Recording.bytes("{\"endpointsData\":[{\"endpoint_id\":\"predefined-d\",\"status\":\"active\"}]}"));

        assertThat(registry.names()).containsExactly("predefined-d");
        assertNotFound(() -> registry.resolve("a"));
    }

    @Test
    void showsNoMoreThanTheStartOfAnEndlessName() {
        assertThat(UpstreamFailures.modelNotFound("m".repeat(10_000))
                        .getMessage()
                        .length())
                .isLessThan(300);
    }
}
