package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.config.YamlFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Where the routes are read from: the folder {@code routes} of the working directory, else the copies in the jar.
 *
 * @param pattern of the route files
 * @param files those of the folder that can be read
 * @param faults why the folder that is there cannot be used, a sentence for each file; they end the start, together with
 *     what is wrong in the settings: Camel would start with what it can read
 */
record RoutesFolder(String pattern, List<Path> files, List<String> faults) {

    private static final String FILES = "*.camel.yaml";
    private static final String IN_JAR = "classpath:routes/" + FILES;

    /** The folder of the working directory. */
    static RoutesFolder find() {
        Path folder = Path.of("routes");
        if (Files.notExists(folder)) {
            return new RoutesFolder(IN_JAR, List.of(), List.of());
        }
        List<Path> files = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : found) {
                if (readable(file, faults)) {
                    files.add(file);
                }
            }
            if (files.isEmpty() && faults.isEmpty()) {
                faults.add(
                        "The routes folder " + folder + " holds no " + FILES + ": put the routes there, or remove it.");
            }
        } catch (IOException unreadable) {
            faults.add("The routes folder " + folder
                    + " cannot be read: make it a folder that the gateway's user may read, or remove it.");
        }
        return new RoutesFolder(faults.isEmpty() ? "file:" + folder + "/" + FILES : IN_JAR, files, faults);
    }

    private static boolean readable(Path file, List<String> faults) {
        try {
            Files.readString(file);
            return true;
        } catch (IOException unreadable) {
            faults.add("The route file " + file
                    + " cannot be read: make it a file in UTF-8 that the gateway's user may read, or remove it.");
            return false;
        }
    }

    /**
     * What cannot be understood as YAML, a sentence for each file. Camel tells of the first file alone, so this is asked
     * when a start has failed; at each start it would cost tens of milliseconds.
     */
    List<String> syntaxFaults() {
        return files.stream().flatMap(file -> syntaxFault(file).stream()).toList();
    }

    private static Optional<String> syntaxFault(Path file) {
        try {
            YamlFile.checkSyntax(file, Files.readString(file));
            return Optional.empty();
        } catch (MarkedYamlEngineException wrong) {
            return wrong.getProblemMark()
                    .map(mark -> StartupFault.inRouteFile(
                            file, mark.getLine() + 1, mark.getColumn() + 1, wrong.getProblem()));
        } catch (YamlEngineException | IOException wrong) {
            return Optional.of(file + " cannot be used: " + wrong.getMessage() + ".");
        }
    }

    /** Makes the faults of the folder, if Main has found one, problems of the settings; call it when all are read. */
    static void check(CamelContext context, Settings settings) {
        RoutesFolder folder = context.getRegistry().findSingleByType(RoutesFolder.class);
        if (folder != null) {
            folder.faults().forEach(settings::problem);
            if (settings.hasProblems()) {
                folder.syntaxFaults().forEach(settings::problem);
            }
        }
    }
}
