package io.ondemand2api.blackbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** opencode, as the program that its package for this platform holds. */
final class OpenCodeAgent implements Agent {

    @Override
    public String name() {
        return "opencode";
    }

    @Override
    public Path program() {
        return Path.of("opencode-linux-x64", "bin", "opencode");
    }

    /** The title is given, or opencode would ask the model for one. */
    @Override
    public List<String> command(Path program, Launch launch) {
        return List.of(program.toString(), "run", "--pure", "--auto", "--title", "agents", launch.task());
    }

    @Override
    public Map<String, String> environment(Launch launch) {
        // and what keeps it from the net, and from asking
        String config = new Guide("opencode")
                .block("json", launch.base(), launch.model())
                .replaceFirst("\\{", """
                {"autoupdate":false,"share":"disabled","enabled_providers":["gateway"],"permission":{"*":"allow"},""");
        return Map.of(
                "OPENCODE_CONFIG_CONTENT", config,
                "OPENCODE_DISABLE_AUTOUPDATE", "1",
                "OPENCODE_DISABLE_MODELS_FETCH", "1",
                "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1",
                "OPENCODE_DISABLE_EXTERNAL_SKILLS", "1",
                "OPENCODE_DISABLE_LSP_DOWNLOAD", "1",
                "OPENCODE_DISABLE_SHARE", "1");
    }
}
