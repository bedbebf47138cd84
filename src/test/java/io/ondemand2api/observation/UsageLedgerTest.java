package io.ondemand2api.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.Usage;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageLedgerTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 5, 2);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-05-02T12:00:00Z"), ZoneOffset.UTC);
    private static final UsageSums ONE = new UsageSums(1, 0, 10, 5, 0);

    private static UsageLedger ledger(int days, int rows) {
        return new UsageLedger(new ModelLabels(name -> name.startsWith("gpt"), 10), days, rows, NOON);
    }

    private static RequestRecord request(String client, String model) {
        return new RequestRecord(
                "id",
                client,
                new Entry("POST", "chat-completions", "/v1/chat/completions", "chat"),
                model,
                "endpoint",
                "key-1",
                "fresh",
                new Outcome(200, "stop", null, null),
                new Usage(10, 5, 0, false),
                new Timings(1, 1, 1, 1),
                1,
                0);
    }

    private static UsageRow row(LocalDate day, String client, String model) {
        return new UsageRow(day, client, "key-1", model);
    }

    @Test
    void requestsOfOneDayClientKeyAndModelAreOneRow() {
        UsageLedger ledger = ledger(30, 10);
        ledger.add(request("client-1", "gpt-4o"));
        ledger.add(request("client-1", "gpt-4o"));
        ledger.add(request("client-1", "=HYPERLINK(\"a stranger's model\")"));

        assertThat(ledger.rows())
                .containsEntry(row(TODAY, "client-1", "gpt-4o"), ONE.plus(ONE))
                .containsEntry(row(TODAY, "client-1", "_other"), ONE)
                .hasSize(2);
        assertThat(ledger.by(UsageRow::client))
                .isEqualTo(Map.of("client-1", ONE.plus(ONE).plus(ONE)));
    }

    @Test
    void daysBeyondTheMostAreForgotten() {
        UsageLedger ledger = ledger(2, 10);
        Map<UsageRow, UsageSums> kept = new TreeMap<>();
        for (int ago = 0; ago < 4; ago++) {
            kept.put(row(TODAY.minusDays(ago), "client-1", "gpt-4o"), ONE);
        }
        ledger.restore(kept);

        assertThat(ledger.rows().keySet()).extracting(UsageRow::day).containsExactly(TODAY.minusDays(1), TODAY);
    }

    @Test
    void theOldestDayMakesRoomAndThenNewRowsAreOneAndNoRequestIsLost() {
        UsageLedger ledger = ledger(30, 3);
        ledger.restore(Map.of(row(TODAY.minusDays(3), "client-1", "gpt-4o"), ONE));
        for (int client = 1; client <= 6; client++) {
            ledger.add(request("client-" + client, "gpt-4o"));
        }

        assertThat(ledger.rows().keySet()).extracting(UsageRow::day).containsOnly(TODAY);
        assertThat(ledger.rows()).hasSize(4);
        assertThat(ledger.rows().values().stream()
                        .mapToLong(UsageSums::requests)
                        .sum())
                .isEqualTo(6);
        assertThat(ledger.rows())
                .containsEntry(
                        new UsageRow(TODAY, "_other", "_other", "_other"),
                        ONE.plus(ONE).plus(ONE));
    }

    @Test
    void theRowsAreNewsOnceAfterARequest() {
        UsageLedger ledger = ledger(30, 3);
        assertThat(ledger.news()).isNull();
        ledger.add(request("client-1", "gpt-4o"));

        assertThat(ledger.news()).hasSize(1);
        assertThat(ledger.news()).isNull();
    }

    @Test
    void theCsvIsReadAsItWasWritten() {
        Map<UsageRow, UsageSums> rows = new TreeMap<>();
        rows.put(row(TODAY, "client-1", "gpt, \"the\" large"), ONE);
        rows.put(row(TODAY, "client-2", ""), ONE.plus(ONE));

        assertThat(UsageCsv.read(UsageCsv.write(rows).lines().toList())).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-02,a,b,c,1,0,1,1",
                "2026-05-02,a,b,c,1,0,1,1,1,1",
                "2026-13-02,a,b,c,1,0,1,1,1",
                "2026-05-02,a,b,c,-1,0,1,1,1",
                "2026-05-02,a,b,c,x,0,1,1,1",
                "2026-05-02,\"a,b,c,1,0,1,1,1",
                ""
            })
    void aLineThatIsNoneIsNamed(String line) {
        List<String> lines = List.of(UsageCsv.write(Map.of()).strip(), line);

        assertThatThrownBy(() -> UsageCsv.read(lines)).hasMessage("line 2");
    }
}
