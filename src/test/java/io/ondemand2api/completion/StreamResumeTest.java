package io.ondemand2api.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.completion.StreamResume.Step;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FailureOrigin;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.StreamPosition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamResumeTest {

    private final StreamPosition read = new StreamPosition();
    private final StreamResume resume = new StreamResume(new ResumePolicy(3, Duration.ofMillis(500)));

    private static GatewayException failure(Failure failure) {
        return new GatewayException(failure, "test");
    }

    private static final GatewayException BROKEN = failure(Failure.TRUNCATED_ANSWER);

    private void received(String words) throws GatewayException {
        read.reached("message-1", 7);
        assertThat(resume.words(words, read)).isEqualTo(words);
    }

    private void breaks() {
        assertThat(resume.goesOn(BROKEN, read)).isTrue();
    }

    @Test
    void aStreamThatBreaksAfterWordsIsAskedForItsRest() throws Exception {
        received("one ");

        breaks();

        assertThat(resume.step()).isEqualTo(Step.RESUME);
        assertThat(resume.tried()).isTrue();
        assertThat(resume.position()).isSameAs(read);
    }

    @Test
    void withoutWordsAnotherAttemptIsMade() {
        read.reached("message-1", 7);

        assertThat(resume.goesOn(BROKEN, read)).isFalse();
        assertThat(resume.goesOn(BROKEN, null)).isFalse();
        assertThat(resume.tried()).isFalse();
    }

    @Test
    void withoutTheIdOfTheMessageNothingIsResumed() throws Exception {
        assertThat(resume.words("one ", read)).isEqualTo("one ");

        assertThat(resume.goesOn(BROKEN, read)).isFalse();
        assertThat(resume.step()).isEqualTo(Step.GIVE_UP);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void onlyWhatTheUpstreamIsToBlameForIsResumed(Failure kind) throws Exception {
        received("one ");

        assertThat(resume.goesOn(failure(kind), read)).isEqualTo(kind.origin() == FailureOrigin.UPSTREAM);
    }

    @Test
    void onlyTheWordsThatAreNewPass() throws Exception {
        received("one ");
        breaks();

        assertThat(resume.words("one two", read)).isEqualTo("two");
        assertThat(resume.words(" three", read)).isEqualTo(" three");
        resume.ends();
    }

    @Test
    void otherWordsAreNoRepetitionAndEndIt() throws Exception {
        received("one ");
        breaks();

        assertThatThrownBy(() -> resume.words("two ", read)).isInstanceOf(GatewayException.class);

        assertThat(resume.goesOn(BROKEN, read)).isFalse();
        assertThat(resume.step()).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void anotherMessageIsNoRepetition() throws Exception {
        received("one ");
        breaks();
        StreamPosition other = new StreamPosition();
        other.reached("message-2", 0);

        assertThatThrownBy(() -> resume.words("one two", other)).isInstanceOf(GatewayException.class);
    }

    @Test
    void anEndWithoutRepetitionIsNoEnd() throws Exception {
        received("one ");
        breaks();

        assertThatThrownBy(resume::ends).isInstanceOf(GatewayException.class);
    }

    @Test
    void afterTheLastTryTheMessageIsReadOnce() throws Exception {
        received("one ");
        for (int i = 1; i <= 3; i++) {
            breaks();
            assertThat(resume.step()).isEqualTo(Step.RESUME);
            assertThat(resume.pause()).isEqualTo(Duration.ofMillis(500L * i));
        }

        breaks();
        assertThat(resume.step()).isEqualTo(Step.READ_MESSAGE);
        assertThat(resume.pause()).isZero();
        assertThat(resume.goesOn(BROKEN, null)).isFalse();
        assertThat(resume.step()).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void everyBreakOfOneAnswerCountsTowardsTheTries() throws Exception {
        received("one ");
        for (String whole : new String[] {"one two ", "one two three ", "one two three four "}) {
            breaks();
            assertThat(resume.step()).isEqualTo(Step.RESUME);
            resume.words(whole, read);
        }

        breaks();
        assertThat(resume.step()).isEqualTo(Step.READ_MESSAGE);
        assertThat(resume.rest("one two three four five")).isEqualTo("five");
    }

    @Test
    void aRefusalOfTheResumptionIsNotAskedForAgain() throws Exception {
        received("one ");
        breaks();

        assertThat(resume.goesOn(failure(Failure.INVALID_REQUEST), read)).isTrue();
        assertThat(resume.step()).isEqualTo(Step.READ_MESSAGE);
    }

    @Test
    void aMessageThatStartsOtherwiseIsNotTheAnswer() throws Exception {
        received("one ");

        assertThatThrownBy(() -> resume.rest("two three")).isInstanceOf(GatewayException.class);
        assertThat(resume.rest("one two")).isEqualTo("two");
    }

    @Test
    void theClientIsToldHowTheAnswerBrokeAndNotHowItsResumptionFailed() throws Exception {
        GatewayException other = failure(Failure.UPSTREAM_ERROR);
        assertThat(resume.told(other)).isSameAs(other);
        received("one ");
        breaks();
        resume.goesOn(other, read);

        assertThat(resume.told(other)).isSameAs(BROKEN);
        GatewayException left = failure(Failure.CLIENT_CLOSED);
        assertThat(resume.told(left)).isSameAs(left);
    }

    @Test
    void aClientThatLeftIsNotResumedFor() throws Exception {
        received("one ");
        breaks();

        assertThat(resume.goesOn(failure(Failure.CLIENT_CLOSED), read)).isFalse();
    }

    @Test
    void aNewAnswerStartsAnew() throws Exception {
        received("one ");
        breaks();

        resume.restart();

        assertThat(resume.step()).isEqualTo(Step.ASK);
        assertThat(resume.tried()).isFalse();
        assertThat(resume.words("two", read)).isEqualTo("two");
    }

    @Test
    void switchedOffItLetsEverythingPass() throws Exception {
        StreamResume off = new StreamResume(new ResumePolicy(0, Duration.ZERO));
        read.reached("message-1", 1);

        assertThat(off.words("one", read)).isEqualTo("one");
        assertThat(off.thoughts("hm")).isEqualTo("hm");
        assertThat(off.goesOn(BROKEN, read)).isFalse();
        assertThat(off.told(BROKEN)).isSameAs(BROKEN);
    }
}
