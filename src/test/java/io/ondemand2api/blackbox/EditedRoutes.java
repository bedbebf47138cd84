package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of the real routes, edited as an operator would do it. */
final class EditedRoutes {

    static final String CHAT = "chat-completions";

    private final Path folder;

    EditedRoutes(Path folder) {
        this.folder = folder;
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String route) {
        return folder.resolve(route + ".camel.yaml");
    }

    private String text(String route) {
        try {
            return Files.readString(file(route));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes this the route's file. */
    EditedRoutes write(String route, String content) {
        try {
            Files.writeString(file(route), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    EditedRoutes replace(String route, String from, String to) {
        assertThat(text(route)).contains(from);
        return write(route, text(route).replace(from, to));
    }

    /** Puts steps behind the one that calls this. */
    EditedRoutes after(String route, String ref, String steps) {
        String step = "            ref: " + ref + "\n";
        return replace(route, step, step + steps.indent(8));
    }

    EditedRoutes append(String route, String steps) {
        return write(route, text(route) + steps.indent(8));
    }

    /** The settings of a gateway that has these routes. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("camel.main.routesIncludePattern", "file:" + folder + "/*.camel.yaml");
        return settings;
    }

    GatewayUnderTest start() {
        return GatewayUnderTest.start(settings(Map.of()));
    }

    /** A gateway that reloads what is edited from now on. */
    GatewayUnderTest startReloading() {
        return GatewayUnderTest.start(settings(Map.of(
                "camel.main.routesReloadEnabled", "true",
                "camel.main.routesReloadDirectory", folder.toString(),
                "camel.main.routesReloadPattern", "*.camel.yaml")));
    }
}
