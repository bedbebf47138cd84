package io.ondemand2api.completion;

import io.ondemand2api.core.ResponseChannel;
import io.ondemand2api.upstream.AnswerMemory;
import java.util.List;
import java.util.Map;

/**
 * The answer as far as the attempts have made it, the response by which it leaves, and the memory that both hold. Used by
 * one thread at a time.
 */
final class AnswerProgress {

    private final AnswerMemory.Share answerMemory;
    private final AnswerMemory.Share callMemory;
    private final ResponseStream response;
    private final TextTransforms transforms;
    private final AnswerRounds rounds;
    private final StreamResume resume;

    /**
     * @param request what the client asks, and how its answer is rendered
     * @param rules change the text of the answer
     * @param headers of the response
     * @param resuming how often a broken stream is resumed
     */
    AnswerProgress(
            ResponseChannel client,
            ParsedRequest request,
            List<TextTransforms.Rule> rules,
            Map<String, String> headers,
            AnswerBounds bounds,
            ResumePolicy resuming) {
        this.answerMemory = bounds.memory().share();
        this.callMemory = bounds.memory().share();
        this.response = new ResponseStream(client, request.renderers(), headers, callMemory);
        this.transforms = new TextTransforms(rules, response::part);
        this.rounds = new AnswerRounds(
                request.conversation(),
                transforms,
                bounds.estimate(),
                bounds.toolCalls(),
                answerMemory,
                response.keepsAnswer());
        this.resume = new StreamResume(resuming);
    }

    /** Counts what is held of the answer. */
    AnswerMemory.Share answerMemory() {
        return answerMemory;
    }

    /** Counts what is held of the response to the call under way. */
    AnswerMemory.Share callMemory() {
        return callMemory;
    }

    ResponseStream response() {
        return response;
    }

    AnswerRounds rounds() {
        return rounds;
    }

    StreamResume resume() {
        return resume;
    }

    /** True when the client gets other words than the model said. */
    boolean transformed() {
        return transforms.any();
    }

    /** Forgets an attempt of which nothing has left for the client. */
    void restart() {
        response.restart();
        transforms.restart();
        rounds.restart();
        resume.restart();
    }

    /** Begins the repair round. */
    void startRepair() {
        boolean committed = response.committed();
        if (!committed) {
            response.restart();
            transforms.restart();
        }
        rounds.startRepair(committed);
        resume.restart();
    }

    /** Gives all memory back. */
    void release() {
        answerMemory.release();
        callMemory.release();
    }
}
