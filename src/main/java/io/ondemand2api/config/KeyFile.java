package io.ondemand2api.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that keys are read from. It is told apart by its content alone, so that an edited file, a replaced one and a
 * swapped link are all the same.
 */
public final class KeyFile {

    private static final int MAX_BYTES = 1024 * 1024;

    private final String source;
    private final Path path;

    /** @param source the property or variable that names the file */
    KeyFile(String source, Path path) {
        this.source = source;
        this.path = path;
    }

    /**
     * The file that this property names.
     *
     * @return null when it names none, or what cannot be a file, which is a problem then
     */
    public static KeyFile named(Settings settings, String property) {
        String path = settings.text(property);
        if (path.isEmpty()) {
            return null;
        }
        try {
            return new KeyFile(settings.named(property), Path.of(path));
        } catch (InvalidPathException noPath) {
            settings.problem(settings.named(property) + " must be the path of a file.");
            return null;
        }
    }

    /**
     * A file that no property names.
     *
     * @param source where it is named, in the operator's words
     */
    public static KeyFile of(String source, Path path) {
        return new KeyFile(source, path);
    }

    /** Its path. */
    public Path path() {
        return path;
    }

    /** Where the keys come from, in the operator's words. */
    public String source() {
        return source;
    }

    /** @throws ConfigurationException when there is nothing to be read */
    public String content() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException(source + ": the file is larger than 1 MiB, which no list of keys is.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    source + ": the file " + path + " cannot be read: let it be there for the gateway's user to read.");
        }
    }

    /** @throws ConfigurationException when the content is no list of keys */
    List<String> keys(String content) {
        return KeyList.parseFile(content, source);
    }
}
