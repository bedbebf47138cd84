import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Gathers what was measured and writes it as a page: what it costs beside nginx, and how it grows. */
final class Results {

    private final List<String> figures = new ArrayList<>();
    private final Map<String, List<String>> curves = new LinkedHashMap<>();
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private String setting = "";
    private String start = "";

    void gateway(String java, List<String> options, Path project) throws IOException, InterruptedException {
        Process version = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
        String said = new String(version.getInputStream().readAllBytes());
        version.waitFor();
        String release = said.lines().findFirst().orElse("").replaceAll(".*\"(.*)\".*", "$1");
        List<String> shown = new ArrayList<>();
        for (String option : options) {
            if (option.startsWith("@")) {
                Files.readAllLines(Path.of(option.substring(1))).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(shown::add);
            } else {
                shown.add(option);
            }
        }
        setting = "Java " + release + (shown.isEmpty() ? " without options" : " with " + String.join(" ", shown));
    }

    void idle(double seconds, double residentMiB) {
        start = String.format(
                Locale.ROOT,
                "From the start of its process to the first answer %.1f s, resident then %.0f MiB.",
                seconds,
                residentMiB);
    }

    void failures(String subject, long count) {
        failures.merge(subject, count, Long::sum);
    }

    private static double median(List<Load.Round> rounds, ToDoubleFunction<Load.Round> figure) {
        double[] values = rounds.stream().mapToDouble(figure).sorted().toArray();
        return values[values.length / 2];
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }

    void figure(
            String what,
            String unit,
            List<Load.Round> gateway,
            List<Load.Round> nginx,
            ToDoubleFunction<Load.Round> figure) {
        figures.add("| " + what + " | " + cells(unit, gateway, nginx, figure) + " |");
    }

    private static String cells(
            String unit, List<Load.Round> gateway, List<Load.Round> nginx, ToDoubleFunction<Load.Round> figure) {
        double ours = median(gateway, figure);
        String suffix = unit.isEmpty() ? "" : " " + unit;
        if (nginx == null) {
            return number(ours) + suffix + " | – | –";
        }
        double theirs = median(nginx, figure);
        return number(ours) + suffix + " | " + number(theirs) + suffix + " | " + (theirs == 0 ? "–" : number(ours / theirs));
    }

    void curve(
            String title,
            String point,
            String unit,
            Map<String, List<Load.Round>> rounds,
            ToDoubleFunction<Load.Round> figure) {
        curves.computeIfAbsent(title, name -> new ArrayList<>())
                .add("| " + point + " | " + cells(unit, rounds.get("gateway"), rounds.get("nginx"), figure) + " |");
    }

    void write(Path file, boolean yardstick) throws IOException {
        StringBuilder page = new StringBuilder("# What the gateway costs\n\nWritten by `bench/run`. The gateway beside nginx, which "
                + "passes a stream through that has the same tokens at the\nsame times but is OpenAI's already, and asks for no "
                + "session. Both stand before the same stand-in, whose OnDemand\nstream ends 2 s after its last word. The load, the "
                + "stand-in and both subjects share the machine; CPU is that of the\nsubject's process alone.\n\n");
        page.append("Machine: ").append(machine()).append(". The gateway runs on ").append(setting).append(".\n").append(start);
        if (!yardstick) {
            page.append(" nginx was not found, so there are no ratios.");
        }
        page.append(failures.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "\nFailed or broken answers: ", ".\n\n")));
        String head = " | gateway | nginx | ratio |\n|---|---|---|---|\n";
        page.append("| median of three rounds").append(head).append(String.join("\n", figures)).append("\n");
        curves.forEach((title, points) -> page.append("\n## ")
                .append(title)
                .append("\n\n|").append(head)
                .append(String.join("\n", points))
                .append("\n"));
        Files.writeString(file, page);
        System.err.println("written: " + file);
    }

    private static String machine() throws IOException {
        long memory = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return Runtime.getRuntime().availableProcessors() + " cores (" + System.getProperty("os.arch") + "), "
                + Math.round(memory / 1048576.0) + " GiB of memory, " + System.getProperty("os.name");
    }
}
