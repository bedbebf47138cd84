package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Qwen Code. */
final class QwenCodeAgent implements Agent {

    @Override
    public String name() {
        return "Qwen Code";
    }

    @Override
    public Path program() {
        return Path.of("@qwen-code", "qwen-code", "cli.js");
    }

    @Override
    public List<String> command(Path program, Launch launch) throws IOException {
        Path settings = Files.createDirectory(launch.home().resolve(".qwen")).resolve("settings.json");
        Files.writeString(
                settings,
                "{\"privacy\":{\"usageStatisticsEnabled\":false},\"general\":{\"enableAutoUpdate\":false,"
                        + "\"disableAutoUpdate\":true}}");
        return List.of(
                "node",
                program.toString(),
                "-p",
                launch.task(),
                "--yolo",
                "--auth-type",
                "openai",
                "--telemetry=false",
                "--chat-recording=false");
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        return new Guide("qwen-code").variables(launch.base(), launch.model());
    }
}
