package io.ondemand2api.app;

import io.ondemand2api.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the routes are read from: the folder {@code routes} of the working directory, else the copies in the jar. */
final class RoutesFolder {

    private static final String FILES = "*.camel.yaml";

    private RoutesFolder() {}

    /**
     * The pattern of the route files.
     *
     * @throws ConfigurationException when the folder is there but not to be used: Camel would start with what it can
     *     read, perhaps with nothing
     */
    static String pattern(Path folder) {
        if (Files.notExists(folder)) {
            return "classpath:routes/" + FILES;
        }
        int found = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : files) {
                found++;
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    throw new ConfigurationException("The route file " + file
                            + " cannot be read: make it a file that the gateway's user may read, or remove it.");
                }
            }
        } catch (IOException unreadable) {
            throw new ConfigurationException("The routes folder " + folder
                    + " cannot be read: make it a folder that the gateway's user may read, or remove it.");
        }
        if (found == 0) {
            throw new ConfigurationException(
                    "The routes folder " + folder + " holds no " + FILES + ": put the routes there, or remove it.");
        }
        return "file:" + folder + "/" + FILES;
    }
}
