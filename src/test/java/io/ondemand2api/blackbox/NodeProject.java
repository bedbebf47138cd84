package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Packages of npm that a suite needs: named by {@code package.json} and its lock file in a folder of the sources,
 * installed in a folder below {@code target}.
 *
 * @param sources with {@code package.json}, {@code package-lock.json} and {@code .npmrc}
 * @param target absolute
 * @param installer the command that installs them: {@code npm ci}, or {@code npm install --no-save} where the lock file lacks
 *     optional packages of other platforms, which the former refuses
 */
record NodeProject(Path sources, Path target, String... installer) {

    static final int INSTALL_MINUTES = 5;

    private static final Path LOCK = Path.of("package-lock.json");

    Path modules() {
        return target.resolve("node_modules");
    }

    /** Copies the sources; installs unless what is there is what the lock file says. */
    void install() throws Exception {
        Files.createDirectories(target);
        Path lock = target.resolve(LOCK);
        // npm writes it at the end of an installation: what is there without it is half installed
        boolean installed = Files.exists(modules().resolve(".package-lock.json"))
                && Files.exists(lock)
                && Files.mismatch(lock, sources.resolve(LOCK)) == -1;
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!installed) {
            Path log = target.resolve("npm.log");
            int exit = exit(process(log, Map.of(), installer), INSTALL_MINUTES);
            assertThat(exit).as(() -> "npm said: " + text(log)).isZero();
        }
    }

    /** Starts a program in {@link #target()}, with an empty input and this environment beside the inherited one. */
    Process process(Path output, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = builder(output, command).directory(target.toFile());
        // the clients read defaults from the environment
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(OPENAI|ANTHROPIC|LANGCHAIN|LANGSMITH|AI_SDK)_.*"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    static ProcessBuilder builder(Path output, String... command) {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    /** Waits for its end; fails after so many minutes. Leaves none of its processes behind. */
    static int exit(Process process, int minutes) throws InterruptedException {
        try {
            assertThat(process.waitFor(minutes, TimeUnit.MINUTES))
                    .as("ends within %d minutes", minutes)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
