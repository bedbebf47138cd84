package io.ondemand2api.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file of settings: names and values, or a list of such entries. What is wrong in it is told with its line. */
public final class YamlFile {

    private YamlFile() {}

    /**
     * The entries of a file that is a list.
     *
     * @param problems takes what is wrong, as one sentence each
     */
    public static List<YamlEntry> list(Path file, Consumer<String> problems) {
        return read(file, problems, root -> entries(root, file, false, problems));
    }

    /**
     * The entries of a list that holds secrets: what is wrong is told without a word of what stands there.
     *
     * @param file where the text came from
     * @param problems takes what is wrong, as one sentence each
     */
    public static List<YamlEntry> secrets(Path file, String text, Consumer<String> problems) {
        try {
            Node root = compose(file, text).orElse(null);
            if (root != null) {
                return entries(root, file, true, problems);
            }
            problems.accept(file + " is empty: write a list of entries, or [] for none.");
        } catch (MarkedYamlEngineException wrong) {
            // its words may hold what it could not read, such as the name of an alias
            String where = wrong.getProblemMark().map(YamlFile::place).orElse("");
            problems.accept(file + where + ": this cannot be understood as YAML: mend its spaces and quotes.");
        } catch (YamlEngineException wrong) {
            problems.accept(file + ": this cannot be understood as YAML: mend its spaces and quotes.");
        }
        return List.of();
    }

    /**
     * The entry of a file that is one; none when it is empty, or wrong.
     *
     * @param problems takes what is wrong, as one sentence each
     */
    public static List<YamlEntry> entry(Path file, Consumer<String> problems) {
        return read(file, problems, root -> {
            if (root instanceof MappingNode fields) {
                return List.of(new YamlEntry(file, line(root), fields, false, problems));
            }
            problems.accept(
                    file + ", line " + line(root) + ": the file must be names and values, such as `name: value`.");
            return List.of();
        });
    }

    private static List<YamlEntry> read(Path file, Consumer<String> problems, Function<Node, List<YamlEntry>> reading) {
        try {
            return compose(file, Files.readString(file)).map(reading).orElse(List.of());
        } catch (IOException unreadable) {
            problems.accept("The file " + file + " cannot be read: make it a file in UTF-8 that the gateway's user may"
                    + " read, or leave it out of application.properties.");
        } catch (MarkedYamlEngineException wrong) {
            String where = wrong.getProblemMark().map(YamlFile::place).orElse("");
            problems.accept(file + where + ": this cannot be understood as YAML: " + wrong.getProblem() + ".");
        } catch (YamlEngineException wrong) {
            problems.accept(file + ": this cannot be understood as YAML: " + wrong.getMessage() + ".");
        }
        return List.of();
    }

    /**
     * Whether a text can be understood as YAML, as one or more documents.
     *
     * @throws MarkedYamlEngineException if not, with the place at which reading stopped
     */
    public static void checkSyntax(Path file, String text) {
        composer(file).composeAllFromString(text).forEach(document -> {});
    }

    private static Optional<Node> compose(Path file, String text) {
        return composer(file).composeString(text);
    }

    private static Compose composer(Path file) {
        return new Compose(LoadSettings.builder().setLabel(file.toString()).build());
    }

    private static String place(Mark mark) {
        return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static List<YamlEntry> entries(Node root, Path file, boolean secret, Consumer<String> problems) {
        List<YamlEntry> entries = new ArrayList<>();
        if (!(root instanceof SequenceNode list)) {
            problems.accept(file + ", line " + line(root) + ": the file must be a list: begin each entry with `- `.");
            return entries;
        }
        for (Node item : list.getValue()) {
            if (item instanceof MappingNode fields) {
                entries.add(new YamlEntry(file, line(item), fields, secret, problems));
            } else {
                problems.accept(file + ", line " + line(item) + ": an entry must be names and values, such as"
                        + " `- name: value`.");
            }
        }
        return entries;
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
