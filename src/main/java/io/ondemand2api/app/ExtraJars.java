package io.ondemand2api.app;

import io.ondemand2api.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The jars in the folder {@code lib} of the working directory: components and libraries that routes of the operator need. */
final class ExtraJars {

    private ExtraJars() {}

    /** Loads from them what the gateway itself does not have; this class's own loader when there are none. */
    static ClassLoader loader(Path folder) {
        ClassLoader own = ExtraJars.class.getClassLoader();
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                Set<String> there = onClassPath();
                for (Path jar : files) {
                    if (!there.contains(jar.getFileName().toString())) {
                        jars.add(url(jar));
                    }
                }
            } catch (IOException unreadable) {
                throw new ConfigurationException("The folder " + folder
                        + " cannot be read: make it a folder that the gateway's user may read, or remove it.");
            }
        }
        return jars.isEmpty() ? own : new URLClassLoader(jars.toArray(URL[]::new), own);
    }

    /** Started in the folder of its own jar, the gateway has its libraries in such a folder, too. */
    private static Set<String> onClassPath() throws IOException {
        Path own = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
        if (!Files.isRegularFile(own)) {
            return Set.of();
        }
        try (JarFile jar = new JarFile(own.toFile())) {
            Manifest manifest = jar.getManifest();
            String path = manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
            return path == null
                    ? Set.of()
                    : Arrays.stream(path.split(" "))
                            .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                            .collect(Collectors.toSet());
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toAbsolutePath().toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("every file has an address", impossible);
        }
    }

    /** Lets Camel look there, too. */
    static void use(ClassLoader loader, CamelContext context) {
        if (loader != ExtraJars.class.getClassLoader()) {
            context.setApplicationContextClassLoader(loader);
            context.getClassResolver().addClassLoader(loader);
        }
    }
}
