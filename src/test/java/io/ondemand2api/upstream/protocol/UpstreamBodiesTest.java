package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.ReasoningEffort;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamBodiesTest {

    private static final Endpoint PLAIN = new Endpoint("predefined-m", "m", true, false);
    private static final Endpoint THINKING = new Endpoint("predefined-m", "m", true, true);

    private static String query(
            Endpoint endpoint,
            String instructions,
            String text,
            Sampling sampling,
            ReasoningEffort effort,
            List<String> stop,
            Integer maxTokens) {
        List<Turn> turns = List.of(Turn.of(Turn.Role.USER, text));
        Conversation conversation = new Conversation("m", instructions, turns, sampling, effort, stop, maxTokens);
        return new String(UpstreamBodies.query(conversation, turns, endpoint), StandardCharsets.UTF_8);
    }

    private static String sampled(Sampling sampling) {
        String query = query(PLAIN, "", "hi", sampling, null, List.of(), null);
        return query.substring(query.indexOf("\"modelConfigs\":")).replace('"', '\'');
    }

    @Test
    void opensASession() {
        assertThat(new String(UpstreamBodies.session("u\"1"), StandardCharsets.UTF_8))
                .isEqualTo("{\"externalUserId\":\"u\\\"1\",\"pluginIds\":[]}");
    }

    @Test
    void asksInStreamModeWithNothingButTheQuestion() {
        assertThat(query(PLAIN, "", "hi", Sampling.UNSET, null, List.of(), null))
                .isEqualTo("{\"query\":\"hi\",\"endpointId\":\"predefined-m\",\"responseMode\":\"stream\","
                        + "\"pluginIds\":[],\"fulfillmentOnly\":true,\"modelConfigs\":{}}");
    }

    @Test
    void sendsEveryParameterButTheTokenLimit() {
        assertThat(query(
                        THINKING,
                        "Be \"brief\"\n",
                        "é😀\0",
                        new Sampling(0.0, 1.0, 0.5, 2.0),
                        ReasoningEffort.MAX,
                        List.of("a", "\n"),
                        150))
                .isEqualTo(
                        "{\"query\":\"é\\uD83D\\uDE00\\u0000\",\"endpointId\":\"predefined-m\",\"responseMode\":\"stream\","
                                + "\"pluginIds\":[],\"fulfillmentOnly\":true,\"reasoningEffort\":\"max\",\"modelConfigs\":{"
                                + "\"fulfillmentPrompt\":\"Be \\\"brief\\\"\\n\",\"temperature\":0.0,\"topP\":1.0,"
                                + "\"presencePenalty\":0.5,\"frequencyPenalty\":2.0,\"stopSequences\":[\"a\",\"\\n\"]}}");
    }

    @Test
    void clampsNegativePenalties() {
        assertThat(sampled(new Sampling(null, null, -2.0, -0.0)))
                .isEqualTo("'modelConfigs':{'presencePenalty':0.0,'frequencyPenalty':0.0}}");
        assertThat(sampled(new Sampling(2.0, 0.0, null, null)))
                .isEqualTo("'modelConfigs':{'temperature':2.0,'topP':0.0}}");
    }

    @Test
    void sendsAReasoningEffortOnlyWhereTheModelThinks() {
        for (ReasoningEffort effort : ReasoningEffort.values()) {
            assertThat(query(PLAIN, "", "hi", Sampling.UNSET, effort, List.of(), null))
                    .doesNotContain("reasoning");
            assertThat(query(THINKING, "", "hi", Sampling.UNSET, effort, List.of(), null))
                    .contains("\"reasoningEffort\":\"" + effort.wireName() + "\"");
        }
        assertThat(query(THINKING, "", "hi", Sampling.UNSET, null, List.of(), null))
                .doesNotContain("reasoning");
    }

    @Test
    void asksSomethingEvenWhenTheUserSaidNothing() {
        assertThat(query(PLAIN, "Say hi", " ", Sampling.UNSET, null, List.of(), null))
                .startsWith("{\"query\":\"Please answer as instructed.\",");
    }

    @Test
    void writesHalfASurrogatePairAsTheCharacterThatStandsForIt() {
        assertThat(query(PLAIN, "", "a\ud83d", Sampling.UNSET, null, List.of(), null))
                .startsWith("{\"query\":\"a\uFFFD\"");
    }
}
