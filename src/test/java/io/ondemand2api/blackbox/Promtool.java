package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own checker, where the machine has it (Debian's package {@code prometheus}). */
final class Promtool {

    private Promtool() {}

    static boolean isHere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }

    /** Runs it and gives all that it says when it is not content; empty when it is. */
    static String run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("promtool", ".txt");
        Path given = Files.writeString(Files.createTempFile("promtool", ".in"), input);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(given.toFile())
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "no end of promtool";
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        return process.exitValue() == 0 ? "" : text + "exit code " + process.exitValue();
    }
}
