package io.ondemand2api.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of an agent: with nothing of this machine's but {@code PATH}, and a proxy that leads nowhere but to this machine.
 *
 * @param exit its exit code
 * @param output what it said
 * @param leftBehind command lines of processes that were still there when it had ended; they are ended too
 */
record AgentRun(int exit, String output, List<String> leftBehind) {

    private static final int MAX_MINUTES = 3;

    /**
     * @param program where its package is installed
     * @param log the file for what it says
     */
    static AgentRun of(Agent agent, Path program, Agent.Launch launch, Path log) throws Exception {
        try (ForwardProxy proxy = ForwardProxy.toLoopbackOnly()) {
            ProcessBuilder builder =
                    NodeProject.builder(log, agent.command(program, launch).toArray(String[]::new));
            builder.directory(launch.work().toFile());
            builder.environment().clear();
            builder.environment().putAll(environment(launch.home(), proxy.address()));
            builder.environment().putAll(agent.environment(launch));
            int exit = NodeProject.exit(builder.start(), MAX_MINUTES);
            return new AgentRun(exit, Files.readString(log), leftBehind(launch));
        }
    }

    private static Map<String, String> environment(Path home, String proxy) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", Files.createDirectory(home.resolve("tmp")).toString());
        environment.put("NO_COLOR", "1");
        environment.put("NO_PROXY", "127.0.0.1,localhost");
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            environment.put(name, proxy);
        }
        environment.put("npm_config_offline", "true");
        return environment;
    }

    /** Agents know processes that outlive them; such a one names one of the folders. */
    private static List<String> leftBehind(Agent.Launch launch) {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(launch.home().toString())
                        || commandLine(process).contains(launch.work().toString()))
                .toList();
        List<String> commands = left.stream().map(AgentRun::commandLine).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        return commands;
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }
}
