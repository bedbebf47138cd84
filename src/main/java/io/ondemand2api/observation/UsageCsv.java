package io.ondemand2api.observation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of use as CSV: what is exported, and what is kept over restarts. */
public final class UsageCsv {

    private static final String HEAD = "day,client,key,model,requests,failed,input_tokens,output_tokens,estimated";
    private static final int FIELDS = 9;

    private UsageCsv() {}

    /** The rows with a line of names before them. */
    public static String write(Map<UsageRow, UsageSums> rows) {
        StringBuilder csv = new StringBuilder(HEAD).append('\n');
        rows.forEach((row, sums) -> csv.append(row.day())
                .append(',')
                .append(quoted(row.client()))
                .append(',')
                .append(quoted(row.key()))
                .append(',')
                .append(quoted(row.model()))
                .append(',')
                .append(sums.requests())
                .append(',')
                .append(sums.failed())
                .append(',')
                .append(sums.inputTokens())
                .append(',')
                .append(sums.outputTokens())
                .append(',')
                .append(sums.estimated())
                .append('\n'));
        return csv.toString();
    }

    private static String quoted(String text) {
        String line = text.replaceAll("[\\r\\n]", " ");
        boolean plain = line.indexOf(',') < 0 && line.indexOf('"') < 0;
        return plain ? line : '"' + line.replace("\"", "\"\"") + '"';
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException with the number of the first line that is none of it
     */
    public static Map<UsageRow, UsageSums> read(List<String> lines) {
        Map<UsageRow, UsageSums> rows = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (i == 0) {
                    require(lines.get(0).equals(HEAD));
                } else {
                    read(lines.get(i), rows);
                }
            } catch (IllegalArgumentException | DateTimeException wrong) {
                throw new IllegalArgumentException("line " + (i + 1));
            }
        }
        return rows;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    private static void read(String line, Map<UsageRow, UsageSums> rows) {
        List<String> fields = fields(line);
        require(fields.size() == FIELDS);
        long[] figures = new long[FIELDS - 4];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Long.parseLong(fields.get(i + 4));
            require(figures[i] >= 0);
        }
        rows.put(
                new UsageRow(LocalDate.parse(fields.get(0)), fields.get(1), fields.get(2), fields.get(3)),
                new UsageSums(figures[0], figures[1], figures[2], figures[3], figures[4]));
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean within = false;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"') {
                // two of them within quotes are one that is meant
                if (within && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    within = !within;
                }
            } else if (letter == ',' && !within) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(letter);
            }
        }
        require(!within);
        fields.add(field.toString());
        return fields;
    }
}
