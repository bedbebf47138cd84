package io.ondemand2api.blackbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Camel CLI's own code on a class path of its own, with a home folder of its own. Our jar lies in a local
 * repository of its own, too; everything else it finds in Maven's.
 */
final class CamelCommand {

    private static final Path PROJECT = Path.of("src", "test", "camel-cli").toAbsolutePath();
    private static final Path MAVENS_REPOSITORY = Path.of(System.getProperty("maven.localRepository"));
    private static final String VERSION = System.getProperty("project.version");

    private final Path home;
    private final Path repository;
    private final String classPath;

    private CamelCommand(Path home, Path repository, String classPath) {
        this.home = home;
        this.repository = repository;
        this.classPath = classPath;
    }

    static CamelCommand install(Path directory) throws Exception {
        Path list = directory.resolve("class-path");
        run(
                120,
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-q",
                "-B",
                "-f",
                PROJECT.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + MAVENS_REPOSITORY,
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + list);
        Path ours = Files.createDirectories(directory.resolve("repository/io/ondemand2api/ondemand2api/" + VERSION));
        Files.copy(Path.of("target", "ondemand2api.jar"), ours.resolve("ondemand2api-" + VERSION + ".jar"));
        Files.copy(Path.of("pom.xml"), ours.resolve("ondemand2api-" + VERSION + ".pom"));
        return new CamelCommand(
                Files.createDirectories(directory.resolve("home")),
                directory.resolve("repository"),
                Files.readString(list).strip());
    }

    /** The file names of the CLI's libraries. */
    List<String> libraries() {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(library -> Path.of(library).getFileName().toString())
                .toList();
    }

    /** Where a process that the CLI shall see must have its home. */
    Path home() {
        return home;
    }

    /** The command line of {@code camel run} with all routes of the working directory. */
    List<String> runRoutes(Path directory) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        try (Stream<Path> routes = Files.list(directory.resolve("routes"))) {
            routes.sorted().forEach(route -> arguments.add("routes/" + route.getFileName()));
        }
        arguments.addAll(List.of(
                "application.properties",
                "--dev",
                "--dep=mvn:io.ondemand2api:ondemand2api:" + VERSION,
                "--kamelets-version=4.18.0",
                "--repo=" + MAVENS_REPOSITORY.toUri()));
        Path settings = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
        if (Files.exists(settings)) {
            arguments.add("--maven-settings=" + settings);
        }
        return commandLine(arguments);
    }

    private List<String> commandLine(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                GatewayProcess.java(),
                "-Duser.home=" + home,
                "-Dmaven.repo.local=" + repository,
                "-cp",
                classPath,
                PROJECT.resolve("Camel.java").toString()));
        command.addAll(arguments);
        return command;
    }

    /** Runs a short command, such as {@code get}, and gives what it prints. */
    String say(String... arguments) {
        try {
            return run(60, commandLine(List.of(arguments)).toArray(String[]::new));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(int seconds, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
            String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("exit code " + process.exitValue() + ": " + text);
            }
            return text;
        }
    }
}
