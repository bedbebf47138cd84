package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Codex, which speaks the Responses API alone. */
final class CodexAgent implements Agent {

    private static final Guide GUIDE = new Guide("codex");

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
        Path settings = Files.createDirectory(launch.home().resolve(".codex")).resolve("config.toml");
        // the page's settings stand between those that keep it from the net and from trying again
        String page = GUIDE.block("toml", launch.base(), launch.model());
        Files.writeString(settings, page.replaceFirst("\n\n", """
                \ncheck_for_update_on_startup = false
                analytics.enabled = false

                """) + """
                request_max_retries = 0
                stream_max_retries = 0
                """);
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
        Map<String, String> variables = GUIDE.variables(launch.base(), launch.model());
        variables.put("CODEX_HOME", launch.home().resolve(".codex").toString());
        return variables;
    }
}
