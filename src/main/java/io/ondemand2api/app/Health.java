package io.ondemand2api.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.keys.KeyState;
import io.ondemand2api.keys.KeyStatus;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.upstream.DeadlineMonitor;
import java.util.List;
import org.apache.camel.Exchange;

/** The health page: counts without a client key, each key by its label with one. */
public final class Health {

    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPool keys;
    private final DeadlineMonitor watch;
    private final boolean simulated;

    Health(KeyPool keys, DeadlineMonitor watch, boolean simulated) {
        this.keys = keys;
        this.watch = watch;
        this.simulated = simulated;
    }

    /** Makes the page the body. */
    public void report(Exchange exchange) throws JsonProcessingException {
        List<KeyStatus> all = keys.status();
        ObjectNode page = JSON.createObjectNode();
        page.put("status", "ok").put("keys", all.size());
        ObjectNode states = page.putObject("states");
        for (KeyState state : KeyState.values()) {
            states.put(
                    state.label(),
                    all.stream().filter(key -> key.state() == state).count());
        }
        page.put("open", watch.size());
        page.put("simulator", simulated);
        if (ClientSteps.of(exchange).label() != null) {
            ObjectNode details = page.putObject("key_states");
            all.forEach(key -> describe(key, details.putObject(key.label())));
        }
        exchange.getMessage().setBody(JSON.writeValueAsBytes(page));
    }

    private static void describe(KeyStatus key, ObjectNode into) {
        into.put("state", key.state().label())
                .put("reason", key.reason())
                .put("seconds_left", (key.remaining().toMillis() + 999) / 1000)
                .put("in_flight", key.inFlight())
                .put("served", key.served())
                .put("failed", key.failed());
    }
}
