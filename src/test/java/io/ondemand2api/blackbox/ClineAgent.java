package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Cline's program for the terminal. With a data folder of its own it starts no background process that stays. */
final class ClineAgent implements Agent {

    private static final String PROVIDER = "openai-compatible";

    @Override
    public String name() {
        return "Cline";
    }

    @Override
    public Path program() {
        return Path.of("@cline", "cli-linux-x64", "bin", "cline");
    }

    @Override
    public List<String> command(Path program, Launch launch) throws IOException {
        Path data = launch.home().resolve("data");
        Path settings = Files.createDirectories(data.resolve("settings"));
        Files.writeString(
                settings.resolve("global-settings.json"), "{\"telemetryOptOut\":true,\"autoUpdateEnabled\":false}");
        Files.writeString(
                settings.resolve("providers.json"), new Guide("cline").block("json", launch.base(), launch.model()));
        return List.of(
                program.toString(),
                "--data-dir",
                data.toString(),
                "--json",
                "--auto-approve",
                "true",
                "-P",
                PROVIDER,
                "-m",
                launch.model(),
                launch.task());
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        return Map.of("CLINE_NO_AUTO_UPDATE", "1");
    }
}
