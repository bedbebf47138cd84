package io.ondemand2api.blackbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An agent that people use, as a program that works on one task without a person and then ends. */
interface Agent {

    /**
     * What it is to do and where.
     *
     * @param work the folder that it works in
     * @param home its home folder, where its settings go too
     * @param base the gateway's base URL, with {@code /v1}
     * @param model the model's name
     * @param task in words
     */
    record Launch(Path work, Path home, URI base, String model, String task) {}

    String name();

    /** Its program below {@code node_modules}; for one platform only where the name says so. */
    Path program();

    /** Writes its settings and gives the command that starts it. */
    List<String> command(Path program, Launch launch) throws IOException;

    /** What it reads from its environment, beside {@code PATH}, {@code HOME} and the proxies. */
    Map<String, String> environment(Launch launch);
}
