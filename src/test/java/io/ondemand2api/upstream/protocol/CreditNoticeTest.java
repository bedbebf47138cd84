package io.ondemand2api.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.upstream.protocol.Recording.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of empty credit count only when they are the whole answer; nothing else is held back for their sake. */
class CreditNoticeTest {

    private static final List<String> NOTICES = List.of("not enough credits", "Insufficient credits");

    private static CreditNotice notice() {
        return new CreditNotice(NOTICES, words -> false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not enough credits",
                "Not enough credits.",
                "  insufficient CREDITS!\n",
                "\nNOT ENOUGH CREDITS\n\n",
                "insufficient credits..."
            })
    void knowsANoticeHoweverItIsCut(String text) {
        for (int cut = 0; cut <= text.length(); cut++) {
            CreditNotice notice = notice();
            assertThat(notice.next(text.substring(0, cut)) + notice.next(text.substring(cut)))
                    .isEmpty();
            assertThat(notice.complete()).as("cut at %d", cut).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You have not enough credits.",
                "not enough credits to go on",
                "not enough credits. Or are there?",
                "not enough",
                "insufficient credit",
                "not enough credits?",
                "\"not enough credits\"",
                "N",
                " ",
                "Note",
                ""
            })
    void passesEverythingElseOnHoweverItIsCut(String text) {
        for (int cut = 0; cut <= text.length(); cut++) {
            CreditNotice notice = notice();
            String passed = notice.next(text.substring(0, cut)) + notice.next(text.substring(cut));
            assertThat(notice.complete()).as("cut at %d", cut).isFalse();
            assertThat(passed + notice.rest()).isEqualTo(text);
        }
    }

    @Test
    void holdsNoWordBackLongerThanItMayBecomeANotice() {
        CreditNotice notice = notice();

        assertThat(notice.next("Not")).isEmpty();
        assertThat(notice.next(" every")).isEqualTo("Not every");
        assertThat(notice.next(" not enough credits")).isEqualTo(" not enough credits");
        assertThat(notice().next("Yes")).isEqualTo("Yes");
    }

    @Test
    void holdsNothingBackWhereNoNoticesAreKnown() {
        CreditNotice notice = new CreditNotice(List.of(), words -> false);

        assertThat(notice.next("not enough credits")).isEqualTo("not enough credits");
        assertThat(notice.complete()).isFalse();
    }

    @Test
    void isAnAnswerWhereTheQuestionHoldsTheWords() {
        CreditNotice notice = new CreditNotice(NOTICES, "say insufficient credits"::contains);
        notice.next("Insufficient credits");

        assertThat(notice.complete()).isFalse();
        assertThat(notice.rest()).isEqualTo("Insufficient credits");
    }

    @Test
    void endsAStreamAsARefusalOfTheKey() {
        for (String end : List.of(Recording.METRICS + Recording.DONE, Recording.DONE, Recording.METRICS)) {
            Reading reading = Recording.read(Recording.words("Not enough ") + Recording.words("credits.") + end);

            assertThat(reading.events()).last().isEqualTo(new OnDemandEvent.Failed(EventStream.NO_CREDIT, null));
            assertThat(UpstreamFailures.of(
                            (OnDemandEvent.Failed)
                                    reading.events().get(reading.events().size() - 1),
                            "m"))
                    .isInstanceOf(CreditExhaustedException.class);
        }
    }

    @Test
    void isAnAnswerAfterAThought() {
        Reading reading = Recording.read(Recording.words("not ")
                + Recording.thinking("hm")
                + Recording.words("enough credits")
                + Recording.METRICS
                + Recording.DONE);

        assertThat(reading.events())
                .containsSubsequence(
                        new OnDemandEvent.Fulfillment("not "),
                        new OnDemandEvent.Thinking("hm"),
                        new OnDemandEvent.Fulfillment("enough credits"),
                        OnDemandEvent.DONE);
    }
}
