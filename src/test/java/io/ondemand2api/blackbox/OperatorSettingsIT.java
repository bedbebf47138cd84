package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import io.ondemand2api.scripted.Opening;
import io.ondemand2api.scripted.ReceivedQuery;
import io.ondemand2api.scripted.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator decides by a setting, where the gateway has a word of its own otherwise. */
class OperatorSettingsIT {

    private static final String WITH_TOOL =
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                    + "\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}]}";

    @TempDir
    private Path folder;

    private GatewayUnderTest gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    private List<ReceivedQuery> queries() {
        return gateway.simulator().queries();
    }

    @Test
    void modelsAreToldAndAskedAgainInTheOperatorsWords() throws Exception {
        Path prompts = folder.resolve("prompts.yaml");
        Files.writeString(prompts, """
                tools: |
                  Outils, à appeler par <tool_call>{"name":"NAME","arguments":{…}}</tool_call> :
                  {tools}
                  {calls} {duty}
                mustCallAny: Il faut en appeler un.
                repairMissingCall: Appelle un outil par <tool_call>, rien d'autre.
                """);
        gateway = GatewayUnderTest.start(Map.of("gateway.prompts", prompts.toString()));
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying(
                                query.ordinal() == 1
                                        ? "no"
                                        : "<tool_call>{\"name\":\"look\",\"arguments\":{}}</tool_call>"));

        assertThat(gateway.chat(WITH_TOOL).body()).contains("\"name\":\"look\"");

        assertThat(queries()).hasSize(2);
        assertThat(queries().get(0).fulfillmentPrompt()).isEqualTo("""
                Outils, à appeler par <tool_call>{"name":"NAME","arguments":{…}}</tool_call> :
                {"name":"look","parameters":{"type":"object"}}
                - Calls that do not depend on each other may be written one after the other. Il faut en appeler un.""");
        assertThat(queries().get(1).query()).contains("Appelle un outil par <tool_call>, rien d'autre.");
    }

    @Test
    void aFailureThatIsNotToBeRetriedIsToldAtOnce() {
        gateway = GatewayUnderTest.start(Map.of("gateway.retriedFailures", "key_refused, empty_answer"));

        gateway.simulator().onQuery(query -> Behaviour.usual().opening(new Opening.Instead(Reply.json(500, "{}"))));
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(502);
        assertThat(queries()).hasSize(1);

        gateway.simulator()
                .onQuery(query -> query.ordinal() == 2
                        ? Behaviour.atOnce().sayingNothing()
                        : Behaviour.atOnce().saying("fine"));
        assertThat(gateway.chat(Chat.whole("hi")).statusCode()).isEqualTo(200);
        assertThat(queries()).hasSize(3);
    }
}
