package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.config.YamlFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Where the routes are read from: the folder {@code routes} of the working directory, else the copies in the jar.
 *
 * @param pattern of the route files
 * @param faults why the folder that is there cannot be used, a sentence for each file; they end the start, together with
 *     what is wrong in the settings: Camel would start with what it can read, or tell of the first file alone
 */
record RoutesFolder(String pattern, List<String> faults) {

    private static final String FILES = "*.camel.yaml";
    private static final String IN_JAR = "classpath:routes/" + FILES;

    /** Looks at the folder. */
    static RoutesFolder of(Path folder) {
        if (Files.notExists(folder)) {
            return new RoutesFolder(IN_JAR, List.of());
        }
        List<String> faults = faults(folder);
        return new RoutesFolder(faults.isEmpty() ? "file:" + folder + "/" + FILES : IN_JAR, faults);
    }

    private static List<String> faults(Path folder) {
        List<String> faults = new ArrayList<>();
        boolean empty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : files) {
                empty = false;
                check(file, faults);
            }
        } catch (IOException unreadable) {
            faults.add("The routes folder " + folder
                    + " cannot be read: make it a folder that the gateway's user may read, or remove it.");
            return faults;
        }
        if (empty) {
            faults.add("The routes folder " + folder + " holds no " + FILES + ": put the routes there, or remove it.");
        }
        return faults;
    }

    private static void check(Path file, List<String> faults) {
        try {
            YamlFile.checkSyntax(file, Files.readString(file));
        } catch (IOException unreadable) {
            faults.add("The route file " + file
                    + " cannot be read: make it a file in UTF-8 that the gateway's user may read, or remove it.");
        } catch (MarkedYamlEngineException wrong) {
            wrong.getProblemMark()
                    .ifPresent(mark -> faults.add(StartupFault.inRouteFile(
                            file, mark.getLine() + 1, mark.getColumn() + 1, wrong.getProblem())));
        } catch (YamlEngineException wrong) {
            faults.add(file + " cannot be used: " + wrong.getMessage() + ".");
        }
    }

    /** Makes the faults of the folder, if Main has found any, problems of the settings. */
    static void check(CamelContext context, Settings settings) {
        RoutesFolder folder = context.getRegistry().findSingleByType(RoutesFolder.class);
        if (folder != null) {
            folder.faults().forEach(settings::problem);
        }
    }
}
