package io.ondemand2api.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Typed values of one entry of a YAML file; null where it says nothing. What is wrong is told with its line. */
public final class YamlEntry {

    private final Path file;
    private final int line;
    private final boolean secret;
    private final Consumer<String> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    /** @param secret whether what stands there must not be repeated */
    YamlEntry(Path file, int line, MappingNode fields, boolean secret, Consumer<String> problems) {
        this.file = file;
        this.line = line;
        this.secret = secret;
        this.problems = problems;
        for (NodeTuple field : fields.getValue()) {
            if (field.getKeyNode() instanceof ScalarNode name) {
                if (values.putIfAbsent(name.getValue(), field.getValueNode()) != null) {
                    problem(name, shown(name.getValue(), "a name") + " is given twice: keep one of them.");
                }
            } else {
                problem(field.getKeyNode(), "a name must be a word, such as `name: value`.");
            }
        }
    }

    /** The line on which it begins, from 1. */
    public int line() {
        return line;
    }

    private String shown(String text, String otherwise) {
        return secret ? otherwise : "`" + text + "`";
    }

    /** Tells what is wrong with the entry as a whole. */
    public void problem(String sentence) {
        problems.accept(file + ", line " + line + ": " + sentence);
    }

    private void problem(Node at, String sentence) {
        problems.accept(file + ", line " + YamlFile.line(at) + ": " + sentence);
    }

    /** A text that must be there. */
    public String required(String name) {
        String text = text(name);
        if (text == null && !values.containsKey(name)) {
            problem("`" + name + "` is missing: add it to this entry.");
        }
        return text;
    }

    /** A text. */
    public String text(String name) {
        return read(name, "a text", text -> text);
    }

    /** A text in which each of these must stand; of those joined by {@code or} one. */
    public String textWith(String name, List<String> needed) {
        String text = text(name);
        for (String word : needed) {
            if (text != null && Stream.of(word.split(" or ")).noneMatch(text::contains)) {
                problem(values.get(name), "`" + name + "` must hold " + word + ": add it.");
            }
        }
        return text;
    }

    /** A number within these bounds. */
    public Double decimal(String name, double least, double most) {
        return read(name, "a number from " + least + " to " + most, text -> {
            double number = Double.parseDouble(text);
            return number >= least && number <= most ? number : null;
        });
    }

    /** A whole number within these bounds. */
    public Integer whole(String name, int least, int most) {
        return read(name, "a whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            return number >= least && number <= most ? number : null;
        });
    }

    /** One of these words. */
    public String choice(String name, String... words) {
        return read(
                name,
                "one of " + String.join(", ", words),
                text -> List.of(words).contains(text) ? text : null);
    }

    /** So many texts at most, as a list or as one alone; empty when it says nothing. */
    public List<String> texts(String name, int most) {
        known.add(name);
        Node value = values.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node item : value instanceof SequenceNode list ? list.getValue() : List.of(value)) {
            if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                texts.add(scalar.getValue().strip());
            } else {
                problem(item, "`" + name + "` must be a list of texts, such as [one, two].");
            }
        }
        if (texts.size() > most) {
            problem(value, "`" + name + "` must have no more than " + most + " entries, not " + texts.size() + ".");
        }
        return texts;
    }

    private <T> T read(String name, String wanted, Function<String, T> reading) {
        known.add(name);
        Node value = values.get(name);
        if (value == null) {
            return null;
        }
        T read = null;
        String text = value instanceof ScalarNode scalar ? scalar.getValue().strip() : "a list or a group of names";
        try {
            read = text.isEmpty() || !(value instanceof ScalarNode) ? null : reading.apply(text);
        } catch (NumberFormatException notANumber) {
            // told below
        }
        if (read == null) {
            problem(value, "`" + name + "` must be " + wanted + (secret ? "." : ", not `" + text + "`."));
        }
        return read;
    }

    /** Tells of each name that was not read; to be called when all was. */
    public void mustBeKnown() {
        for (Map.Entry<String, Node> value : values.entrySet()) {
            String name = value.getKey();
            if (!known.contains(name)) {
                String nearest = Spelling.nearest(name, known, Math.max(2, name.length() / 3));
                problem(
                        value.getValue(),
                        shown(name, "a name") + " is not known here: "
                                + (nearest == null
                                        ? "remove it, or write one of " + String.join(", ", known) + "."
                                        : "did you mean " + nearest + "?"));
            }
        }
    }
}
