package io.ondemand2api.clients;

import io.ondemand2api.clients.SpentTokens.Spent;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What clients have spent as lines of text. */
public final class SpentTokensCsv {

    private static final String HEAD = "client,day,tokens_of_day,tokens_of_month";
    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9._-]{1,64},[0-9-]{10},\\d{1,18},\\d{1,18}");

    private SpentTokensCsv() {}

    /** A line for each client behind a line of names. */
    public static String write(Map<String, Spent> spent) {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        spent.forEach(
                (client, of) -> text.append(client + "," + of.day() + "," + of.ofDay() + "," + of.ofMonth() + "\n"));
        return text.toString();
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException that names the first line that is something else
     */
    public static Map<String, Spent> read(List<String> lines) {
        Map<String, Spent> spent = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean right = i == 0 ? line.equals(HEAD) : LINE.matcher(line).matches() && read(line.split(","), spent);
            if (!right || i > SpentTokens.MAX_CLIENTS) {
                throw new IllegalArgumentException("line " + (i + 1));
            }
        }
        return spent;
    }

    private static boolean read(String[] cells, Map<String, Spent> into) {
        try {
            Spent spent = new Spent(LocalDate.parse(cells[1]), Long.parseLong(cells[2]), Long.parseLong(cells[3]));
            return into.put(cells[0], spent) == null;
        } catch (DateTimeException noDay) {
            return false;
        }
    }
}
