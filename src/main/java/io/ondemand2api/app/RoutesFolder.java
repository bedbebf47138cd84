package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/**
 * Where the routes are read from: the folder {@code routes} of the working directory, else the copies in the jar.
 *
 * @param pattern of the route files
 * @param fault why the folder that is there cannot be used, in one sentence, or null; it ends the start, together with
 *     what is wrong in the settings, since Camel would start with what it can read, perhaps with nothing
 */
record RoutesFolder(String pattern, String fault) {

    private static final String FILES = "*.camel.yaml";
    private static final String IN_JAR = "classpath:routes/" + FILES;

    /** Looks at the folder. */
    static RoutesFolder of(Path folder) {
        if (Files.notExists(folder)) {
            return new RoutesFolder(IN_JAR, null);
        }
        String fault = fault(folder);
        return fault == null ? new RoutesFolder("file:" + folder + "/" + FILES, null) : new RoutesFolder(IN_JAR, fault);
    }

    private static String fault(Path folder) {
        int found = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : files) {
                found++;
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    return "The route file " + file
                            + " cannot be read: make it a file that the gateway's user may read, or remove it.";
                }
            }
        } catch (IOException unreadable) {
            return "The routes folder " + folder
                    + " cannot be read: make it a folder that the gateway's user may read, or remove it.";
        }
        return found > 0
                ? null
                : "The routes folder " + folder + " holds no " + FILES + ": put the routes there, or remove it.";
    }

    /** Makes the fault of the folder, if Main has found one, a problem of the settings. */
    static void check(CamelContext context, Settings settings) {
        RoutesFolder folder = context.getRegistry().findSingleByType(RoutesFolder.class);
        if (folder != null && folder.fault() != null) {
            settings.problem(folder.fault());
        }
    }
}
