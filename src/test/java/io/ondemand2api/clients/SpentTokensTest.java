package io.ondemand2api.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.clients.SpentTokens.Spent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpentTokensTest {

    private Instant now = Instant.parse("2026-11-27T18:00:00Z");

    private final SpentTokens spent = new SpentTokens(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.ofHours(9);
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T23:59:59Z, 7, 7",
        "2026-11-28T00:00:00Z, 0, 7",
        "2026-12-01T00:00:00Z, 0, 0",
        "2027-11-27T18:00:00Z, 0, 0"
    })
    void aNewDayAndANewMonthBeginAtNothing(Instant later, long ofDay, long ofMonth) {
        spent.add("a", 3);
        spent.add("a", 4);
        spent.add("b", 100);

        now = later;

        assertThat(spent.of("a").ofDay()).isEqualTo(ofDay);
        assertThat(spent.of("a").ofMonth()).isEqualTo(ofMonth);
    }

    @Test
    void saysHowLongTheDayAndTheMonthStillAre() {
        assertThat(spent.untilTomorrow()).isEqualTo(Duration.ofHours(6));
        assertThat(spent.untilNextMonth()).isEqualTo(Duration.ofHours(6).plusDays(3));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        spent.add("team-a", 3_000_000_000L);
        spent.add("team.b", 1);
        Map<String, Spent> news = spent.news();

        assertThat(SpentTokensCsv.read(SpentTokensCsv.write(news).lines().toList()))
                .isEqualTo(news)
                .containsEntry("team.b", new Spent(LocalDate.parse("2026-11-27"), 1, 1));
        assertThat(spent.news()).as("nothing is new").isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,2026-11-27,1",
                "a,2026-11-31,1,1",
                "a,2026-11-27,-1,1",
                "a,2026-11-27,1,9999999999999999999",
                "a,2026-11-27,1,1\na,2026-11-27,1,1"
            })
    void whatTheGatewayHasNotWrittenIsNotRead(String lines) {
        assertThatThrownBy(() -> SpentTokensCsv.read(("client,day,tokens_of_day,tokens_of_month\n" + lines + "\n")
                        .lines()
                        .toList()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("line [23]");
    }

    @Test
    void onlySoManyClientsAreKept() {
        for (int i = 0; i < SpentTokens.MAX_CLIENTS + 10; i++) {
            spent.add("client-" + i, 1);
        }

        assertThat(spent.news()).hasSize(SpentTokens.MAX_CLIENTS);
    }
}
