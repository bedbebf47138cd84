package io.ondemand2api.app;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.ClientFileEdit;
import io.ondemand2api.clients.KeyDigest;
import io.ondemand2api.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes and revokes keys of clients: {@code java -jar ondemand2api.jar keys add --label team-a}. */
final class KeysCommand {

    private static final String USAGE = """
            keys add --label LABEL [--model NAME]... [--expires DAY] [--requests-per-minute N] [--tokens-per-minute N]
                     [--tokens-per-day N] [--tokens-per-month N] [--max-concurrent-requests N] [--file FILE]
            keys revoke --label LABEL [--file FILE]
            keys list [--file FILE]
            FILE is the YAML file of gateway.clients; without it, the variable GATEWAY_CLIENTS names it.""";

    private static final int KEY_BYTES = 32;

    /** Options of {@code add}, and what they are called in the file. */
    private static final Map<String, String> VALUES = Map.of(
            "--expires", "expires",
            "--requests-per-minute", "requestsPerMinute",
            "--tokens-per-minute", "tokensPerMinute",
            "--tokens-per-day", "tokensPerDay",
            "--tokens-per-month", "tokensPerMonth",
            "--max-concurrent-requests", "maxConcurrentRequests");

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> models = new ArrayList<>();

    private KeysCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param args those behind {@code keys}
     * @param file that is edited where they name none; may be null
     * @return the exit code
     */
    static int run(List<String> args, String file, PrintStream out, PrintStream err) {
        KeysCommand command = new KeysCommand(out, err);
        try {
            if (args.isEmpty() || !command.parse(args.subList(1, args.size()))) {
                err.println(USAGE);
                return 2;
            }
            return command.run(args.get(0), command.options.getOrDefault("--file", file == null ? "" : file));
        } catch (ConfigurationException wrong) {
            err.println(wrong.getMessage());
        } catch (IOException | InvalidPathException unusable) {
            err.println("The file of clients cannot be read and written: " + unusable);
        }
        return 1;
    }

    private boolean parse(List<String> args) {
        for (int i = 0; i < args.size(); i += 2) {
            String name = args.get(i);
            boolean known = VALUES.containsKey(name)
                    || List.of("--label", "--model", "--file").contains(name);
            if (!known || i + 1 == args.size()) {
                return false;
            }
            String value = args.get(i + 1);
            if (name.equals("--model")) {
                models.add(quoted(value));
            } else if (options.put(name, value) != null) {
                return false;
            }
        }
        return true;
    }

    private int run(String action, String file) throws IOException {
        if (file.isEmpty()) {
            err.println("Name the file of clients: --file FILE, or the variable GATEWAY_CLIENTS.");
            return 2;
        }
        Path path = Path.of(file);
        String text = Files.exists(path) ? Files.readString(path) : "";
        ClientFileEdit edit = new ClientFileEdit(path);
        boolean labelled = options.containsKey("--label");
        if (action.equals("list")) {
            edit.clients(text).stream().map(KeysCommand::line).forEach(out::println);
        } else if (action.equals("add") && labelled) {
            add(path, text, edit);
        } else if (action.equals("revoke") && labelled) {
            write(path, edit.without(text, options.get("--label")));
            err.println("The key is revoked. A running gateway refuses it within gateway.secretsRefresh.");
        } else {
            err.println(USAGE);
            return 2;
        }
        return 0;
    }

    private void add(Path path, String text, ClientFileEdit edit) throws IOException {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("label", quoted(options.get("--label")));
        values.put("key", KeyDigest.PREFIX + KeyDigest.of(key));
        if (!models.isEmpty()) {
            values.put("models", "[" + String.join(", ", models) + "]");
        }
        options.forEach((name, value) -> {
            if (VALUES.containsKey(name)) {
                values.put(VALUES.get(name), quoted(value));
            }
        });
        write(path, edit.added(text, values));
        out.println(key);
        err.println("The key is shown this once: the file holds its digest alone.");
    }

    /** A text as a YAML scalar, in quotes when it needs them. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9][A-Za-z0-9._-]*") ? value : "'" + value.replace("'", "''") + "'";
    }

    private static String line(Client client) {
        String models = client.models().isEmpty() ? "all models" : String.join(",", client.models());
        return client.label() + "\t" + (client.expires() == null ? "never expires" : "expires " + client.expires())
                + "\t" + models;
    }

    /** In one step, so that a gateway that reads it sees the old text or the new one. A link stays a link. */
    private static void write(Path path, String text) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(beside, text);
        PosixFileAttributeView before = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (Files.exists(target) && before != null) {
            Files.setPosixFilePermissions(beside, before.readAttributes().permissions());
        }
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
