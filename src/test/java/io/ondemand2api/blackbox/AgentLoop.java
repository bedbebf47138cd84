package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Agents, each of which asks again with the result of a tool as soon as it has its answer. */
final class AgentLoop {

    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"read_file\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}}]";

    private final GatewayUnderTest gateway;
    private final String result;

    /** @param result what each call of the tool gives */
    AgentLoop(GatewayUnderTest gateway, String result) {
        this.gateway = gateway;
        this.result = result;
    }

    /** What the model has to say for an agent to go on. */
    static String call(long number) {
        return "<tool_call>{\"name\":\"read_file\",\"arguments\":{\"path\":\"file-" + number + "\"}}</tool_call>";
    }

    /** Runs so many at once, each over so many steps; how long the last of them took. */
    Duration run(int agents, int steps) {
        ExecutorService threads = Executors.newFixedThreadPool(agents);
        long began = System.nanoTime();
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < agents; i++) {
                int agent = i;
                all.add(CompletableFuture.runAsync(() -> run(agent, steps, agent % 2 == 0), threads));
            }
            all.forEach(CompletableFuture::join);
            return Duration.ofNanos(System.nanoTime() - began);
        } finally {
            threads.shutdown();
        }
    }

    private void run(int agent, int steps, boolean stream) {
        StringBuilder messages = new StringBuilder("{\"role\":\"user\",\"content\":\"task " + agent + "\"}");
        for (int step = 0; step < steps; step++) {
            var response = gateway.chat(
                    "{\"model\":\"gpt-4o\",\"stream\":" + stream + TOOLS + ",\"messages\":[" + messages + "]}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonNode calls = calls(response.body(), stream);
            assertThat(calls).as(response.body()).hasSize(1);
            messages.append(",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":")
                    .append(calls)
                    .append("},{\"role\":\"tool\",\"tool_call_id\":")
                    .append(calls.get(0).path("id"))
                    .append(",\"content\":")
                    .append(Chat.quoted(result))
                    .append('}');
        }
    }

    private static JsonNode calls(String body, boolean stream) {
        if (!stream) {
            return Chat.json(body).at("/choices/0/message/tool_calls");
        }
        JsonNode calls = null;
        StringBuilder arguments = new StringBuilder();
        for (String data : Chat.data(body)) {
            JsonNode delta = data.equals("[DONE]") ? null : Chat.json(data).at("/choices/0/delta/tool_calls");
            if (delta != null && delta.isArray()) {
                calls = calls == null ? delta : calls;
                arguments.append(delta.at("/0/function/arguments").asText(""));
            }
        }
        assertThat(calls).as(body).isNotNull();
        ((ObjectNode) calls.get(0)).remove("index");
        ((ObjectNode) calls.at("/0/function")).put("arguments", arguments.toString());
        return calls;
    }
}
