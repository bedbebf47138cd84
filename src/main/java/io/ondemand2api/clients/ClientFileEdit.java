package io.ondemand2api.clients;

import io.ondemand2api.config.ConfigurationException;
import io.ondemand2api.config.KeyFile;
import io.ondemand2api.config.YamlEntry;
import io.ondemand2api.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds and removes clients in the text of a list of clients. All else stays as the operator wrote it, comments included. An
 * edit that would change anything else is refused.
 */
public final class ClientFileEdit {

    private final Path path;
    private final ClientFile file;

    /** @param path of the list, as problems name it */
    public ClientFileEdit(Path path) {
        this.path = path;
        this.file = new ClientFile(KeyFile.of("the list of clients", path), List.of());
    }

    /** Whom the text lists; none when it is blank. */
    public List<Client> clients(String text) {
        return text.isBlank() ? List.of() : file.read(text);
    }

    /**
     * The text with a client more, at its end.
     *
     * @param values its names and values as they stand in YAML, the label first
     * @throws ConfigurationException when the text, or the client, cannot be used
     */
    public String added(String text, Map<String, String> values) {
        List<Client> before = clients(text);
        String indent = text.isBlank() ? "" : indent(text);
        StringBuilder entry = new StringBuilder();
        for (Map.Entry<String, String> value : values.entrySet()) {
            String start = entry.isEmpty() ? "- " : "  ";
            entry.append(indent + start + value.getKey() + ": " + value.getValue() + "\n");
        }
        String head = before.isEmpty() ? text.replaceFirst("(?m)^\\s*\\[\\s*]\\s*$", "") : text;
        String after = head + (head.isEmpty() || head.endsWith("\n") ? "" : "\n") + entry;
        List<Client> now = clients(after);
        mustBe(now.size() == before.size() + 1 && now.subList(0, before.size()).equals(before));
        return after;
    }

    /**
     * The text without this client.
     *
     * @throws ConfigurationException when the text cannot be used, or there is no such client
     */
    public String without(String text, String label) {
        List<Client> before = clients(text);
        List<String> labels = before.stream().map(Client::label).toList();
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new ConfigurationException(path + " lists no client of this label.");
        }
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<YamlEntry> entries = entries(text);
        int from = entries.get(index).line() - 1;
        int to = index + 1 < entries.size() ? entries.get(index + 1).line() - 1 : lines.size();
        // a comment in front of the next entry is about that one
        while (to > from + 1 && lines.get(to - 1).strip().matches("(#.*)?")) {
            to--;
        }
        lines.subList(from, to).clear();
        List<Client> expected = new ArrayList<>(before);
        expected.remove(index);
        String after = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n") + (expected.isEmpty() ? "[]\n" : "");
        try {
            mustBe(clients(after).equals(expected));
        } catch (ConfigurationException noList) {
            mustBe(false);
        }
        return after;
    }

    private String indent(String text) {
        List<YamlEntry> entries = entries(text);
        if (entries.isEmpty()) {
            return "";
        }
        String first = text.lines().skip(entries.get(0).line() - 1L).findFirst().orElse("");
        return " ".repeat(Math.max(0, first.indexOf('-')));
    }

    private List<YamlEntry> entries(String text) {
        return YamlFile.secrets(path, text, problem -> {});
    }

    private void mustBe(boolean asMeant) {
        if (!asMeant) {
            throw new ConfigurationException(path + " is written in a form that is not edited here: edit it by hand.");
        }
    }
}
