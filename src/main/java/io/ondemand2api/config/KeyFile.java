package io.ondemand2api.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** Where the keys come from, in the operator's words. */
    public String source() {
        return source;
    }

    /** @throws ConfigurationException when there is nothing to be read */
    String content() {
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
