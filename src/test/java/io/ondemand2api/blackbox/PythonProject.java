package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packages of PyPI that a suite needs: named by {@code requirements.txt} in a folder of the sources, installed in an
 * environment of their own below {@code target}.
 *
 * @param sources with {@code requirements.txt}
 * @param target absolute
 */
record PythonProject(Path sources, Path target) {

    static final int INSTALL_MINUTES = 5;

    private static final String PYTHON = System.getProperty("python", "python3");
    private static final String REQUIREMENTS = "requirements.txt";
    private static final String CAN =
            "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10) and 'Python is older than 3.10')";

    /** The interpreter of the environment. */
    Path python() {
        return target.resolve(Path.of("venv", "bin", "python"));
    }

    /** Why there can be no environment, or null when there can. */
    String missing() throws Exception {
        Files.createDirectories(target);
        Path log = target.resolve("python.log");
        try {
            int exit =
                    NodeProject.exit(NodeProject.builder(log, PYTHON, "-c", CAN).start(), 1);
            return exit == 0 ? null : "no Python 3.10 with venv: " + NodeProject.text(log);
        } catch (IOException absent) {
            return "no Python: " + absent.getMessage();
        }
    }

    /** Copies the sources; installs unless what is there is what the requirements say. */
    void install() throws Exception {
        Path wanted = sources.resolve(REQUIREMENTS);
        Path installed = target.resolve("installed.txt");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(installed) || Files.mismatch(wanted, installed) != -1) {
            run(PYTHON, "-m", "venv", "--clear", "venv");
            run(python().toString(), "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS);
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void run(String... command) throws Exception {
        Path log = target.resolve("install.log");
        int exit = NodeProject.exit(process(log, Map.of(), command), INSTALL_MINUTES);
        assertThat(exit)
                .as(() -> String.join(" ", command) + " said: " + NodeProject.text(log))
                .isZero();
    }

    /** Starts a program in {@link #target()}, with an empty input and this environment beside the inherited one. */
    Process process(Path output, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = NodeProject.builder(output, command).directory(target.toFile());
        // the clients read defaults from the environment
        builder.environment().keySet().removeIf(name -> name.matches("(OPENAI|ANTHROPIC|PYTHON)_?.*"));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONUTF8", "1");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
