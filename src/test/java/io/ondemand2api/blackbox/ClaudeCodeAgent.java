package io.ondemand2api.blackbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Claude Code, which speaks Anthropic's Messages. */
final class ClaudeCodeAgent implements Agent {

    @Override
    public String name() {
        return "Claude Code";
    }

    @Override
    public Path program() {
        return Path.of("@anthropic-ai", "claude-code-linux-x64", "claude");
    }

    @Override
    public List<String> command(Path program, Launch launch) {
        return List.of(
                program.toString(), "-p", launch.task(), "--model", launch.model(), "--dangerously-skip-permissions");
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        URI base = launch.base().resolve("/");
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "ANTHROPIC_BASE_URL",
                base.toString().substring(0, base.toString().length() - 1));
        environment.put("ANTHROPIC_AUTH_TOKEN", GatewayUnderTest.CLIENT_KEY);
        environment.put("ANTHROPIC_MODEL", launch.model());
        environment.put("ANTHROPIC_DEFAULT_HAIKU_MODEL", launch.model());
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        // the root of a container may let it work without being asked
        environment.put("IS_SANDBOX", "1");
        return environment;
    }
}
