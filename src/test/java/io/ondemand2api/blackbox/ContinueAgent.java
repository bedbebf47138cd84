package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Continue's program for the terminal. */
final class ContinueAgent implements Agent {

    @Override
    public String name() {
        return "Continue";
    }

    @Override
    public Path program() {
        return Path.of("@continuedev", "cli", "dist", "cn.js");
    }

    @Override
    public List<String> command(Path program, Launch launch) throws IOException {
        Path config = launch.home().resolve("config.yaml");
        Files.writeString(config, new Guide("continue").block("yaml", launch.base(), launch.model()));
        return List.of("node", program.toString(), "-p", "--auto", "--config", config.toString(), launch.task());
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        return Map.of(
                "CONTINUE_GLOBAL_DIR", launch.home().resolve("continue").toString(),
                "CONTINUE_CLI_ENABLE_TELEMETRY", "0",
                "CONTINUE_METRICS_ENABLED", "0",
                "CONTINUE_CLI_AUTO_UPDATED", "1");
    }
}
