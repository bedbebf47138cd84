package io.ondemand2api.blackbox;

import java.nio.file.Path;
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
        Map<String, String> environment = new Guide("claude-code").variables(launch.base(), launch.model());
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        // the root of a container may let it work without being asked
        environment.put("IS_SANDBOX", "1");
        return environment;
    }
}
