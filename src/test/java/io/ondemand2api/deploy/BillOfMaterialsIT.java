package io.ondemand2api.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Compares {@code target/bom.json} with the class path of the jar. */
class BillOfMaterialsIT {

    @Test
    void itNamesExactlyTheLibrariesOfTheClassPathEachWithItsHash() throws IOException {
        JsonNode bom = new JsonMapper().readTree(Path.of("target", "bom.json").toFile());
        List<String> named = new ArrayList<>();
        for (JsonNode component : bom.path("components")) {
            String name = component.path("name").asText() + "-"
                    + component.path("version").asText();
            named.add("lib/" + name + ".jar");
            assertThat(component.path("hashes")).as(name).isNotEmpty();
        }

        assertThat(named).containsExactlyInAnyOrder(classPath());
    }

    private static String[] classPath() throws IOException {
        try (JarFile jar = new JarFile(Path.of("target", "ondemand2api.jar").toFile())) {
            return jar.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" ");
        }
    }
}
