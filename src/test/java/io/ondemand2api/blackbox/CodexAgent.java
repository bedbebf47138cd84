package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Codex, which speaks the Responses API alone. */
final class CodexAgent implements Agent {

    @Override
    public String name() {
        return "Codex";
    }

    @Override
    public Path program() {
        return Path.of("@openai", "codex-linux-x64", "vendor", "x86_64-unknown-linux-musl", "bin", "codex");
    }

    @Override
    public List<String> command(Path program, Launch launch) throws IOException {
        Files.writeString(Files.createDirectory(launch.home().resolve(".codex")).resolve("config.toml"), """
                model = "%s"
                model_provider = "gateway"
                check_for_update_on_startup = false
                [analytics]
                enabled = false
                [model_providers.gateway]
                name = "gateway"
                base_url = "%s"
                env_key = "OPENAI_API_KEY"
                wire_api = "responses"
                request_max_retries = 0
                stream_max_retries = 0
                """.formatted(
                        launch.model(), launch.base()));
        return List.of(
                program.toString(),
                "exec",
                "--skip-git-repo-check",
                "--dangerously-bypass-approvals-and-sandbox",
                "-C",
                launch.work().toString(),
                launch.task());
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        return Map.of(
                "OPENAI_API_KEY",
                GatewayUnderTest.CLIENT_KEY,
                "CODEX_HOME",
                launch.home().resolve(".codex").toString());
    }
}
