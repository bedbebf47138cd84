package io.ondemand2api.clients;

import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.KeyFile;
import io.ondemand2api.config.Settings;
import io.ondemand2api.config.YamlEntry;
import io.ondemand2api.config.YamlFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The operator's list of clients, a YAML file. What is wrong in it is told with its line, and never with a key.
 *
 * @param file null when there is none
 * @param atStart whom it listed when it was read with the settings
 */
public record ClientFile(KeyFile file, List<Client> atStart) {

    private static final String PROPERTY = "gateway.clients";
    private static final int MAX_CLIENTS = 1000;
    private static final int MAX_MODELS = 1000;
    private static final int MAX_LIMIT = 2_000_000_000;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Labels of the keys that stand in no such file. */
    private static final Pattern TAKEN_LABEL = Pattern.compile("client-\\d+");

    /** Reads the file that {@code gateway.clients} names; what is wrong is a problem of the settings. */
    public static ClientFile from(Settings settings) {
        KeyFile file = KeyFile.named(settings, PROPERTY);
        String text = file == null ? null : settings.collect(file::content);
        return new ClientFile(file, text == null ? List.of() : read(file, text, settings::problem));
    }

    /**
     * Whom this content of the file lists.
     *
     * @throws ConfigurationException when it cannot be used
     */
    public List<Client> read(String text) {
        List<String> problems = new ArrayList<>();
        List<Client> clients = read(file, text, problems::add);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(" ", problems.subList(0, Math.min(3, problems.size()))));
        }
        return clients;
    }

    private static List<Client> read(KeyFile file, String text, Consumer<String> problems) {
        List<Client> clients = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        Set<String> digests = new HashSet<>();
        List<YamlEntry> entries = YamlFile.secrets(file.path(), text, problems);
        if (entries.size() > MAX_CLIENTS) {
            problems.accept(file.path() + " lists more than " + MAX_CLIENTS + " clients, which is the most.");
            return clients;
        }
        for (YamlEntry entry : entries) {
            Client client = client(entry);
            if (client.label() != null && !labels.add(client.label())) {
                entry.problem("there is a client " + client.label() + " before this one: rename one of them.");
            }
            if (client.sha256() != null && !digests.add(client.sha256())) {
                entry.problem("another client before this one has the same key: give each its own.");
            }
            clients.add(client);
        }
        return List.copyOf(clients);
    }

    private static Client client(YamlEntry entry) {
        Client client = new Client(
                label(entry),
                digest(entry),
                Set.copyOf(entry.texts("models", MAX_MODELS)),
                expires(entry),
                limits(entry));
        entry.mustBeKnown();
        return client;
    }

    private static ClientLimits limits(YamlEntry entry) {
        return new ClientLimits(
                entry.whole("requestsPerMinute", 1, MAX_LIMIT),
                entry.whole("tokensPerMinute", 1, MAX_LIMIT),
                entry.whole("tokensPerDay", 1, MAX_LIMIT),
                entry.whole("tokensPerMonth", 1, MAX_LIMIT),
                entry.whole("maxConcurrentRequests", 1, MAX_LIMIT));
    }

    private static String label(YamlEntry entry) {
        String label = entry.required("label");
        if (label != null
                && (!LABEL.matcher(label).matches()
                        || TAKEN_LABEL.matcher(label).matches())) {
            entry.problem(
                    "`label` must be up to 64 letters, digits, dots, hyphens and underscores, and not like client-1.");
            return null;
        }
        return label;
    }

    private static String digest(YamlEntry entry) {
        String key = entry.required("key");
        String digest = key == null ? null : KeyDigest.read(key);
        if (key != null && digest == null) {
            entry.problem(
                    "`key` must be a key of ASCII without blanks, or sha256: and 64 lower-case hexadecimal digits.");
        }
        return digest;
    }

    private static Instant expires(YamlEntry entry) {
        String text = entry.text("expires");
        if (text == null) {
            return null;
        }
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noDate) {
            entry.problem("`expires` must be a day or a time, such as 2027-01-31 or 2027-01-31T18:00:00Z.");
            return null;
        }
    }
}
