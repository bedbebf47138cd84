package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.WholeResponseRenderer;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.Citation;
import java.util.ArrayList;
import java.util.List;

/** Folds an answer into one {@code response} object, written when the answer is whole and not before. */
final class ResponseObject implements WholeResponseRenderer {

    private final ResponseEnvelope envelope;
    private final DeclaredTools tools;
    private final FinishedOutput finished;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private List<Citation> citations = List.of();
    private final List<AnswerPart.CallStarted> calls = new ArrayList<>();
    private final List<StringBuilder> arguments = new ArrayList<>();

    ResponseObject(ResponseEnvelope envelope, DeclaredTools tools, FinishedOutput finished) {
        this.envelope = envelope;
        this.tools = tools;
        this.finished = finished;
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text words) {
            text.append(words.delta());
        } else if (part instanceof AnswerPart.Thinking thought) {
            thinking.append(thought.delta());
        } else if (part instanceof AnswerPart.CallStarted call) {
            calls.add(call);
            arguments.add(new StringBuilder());
        } else if (part instanceof AnswerPart.CallArguments piece) {
            arguments.get(arguments.size() - 1).append(piece.delta());
        } else if (part instanceof AnswerPart.Citations named) {
            citations = named.citations();
        } else if (part instanceof AnswerPart.Finished end) {
            finish(end, out);
        }
    }

    private void finish(AnswerPart.Finished end, ByteSink out) {
        List<OutputItem> output = new ArrayList<>();
        if (!thinking.isEmpty()) {
            output.add(item(OutputItem.Kind.REASONING, thinking.toString(), List.of()));
        }
        if (!text.isEmpty() || calls.isEmpty()) {
            output.add(item(OutputItem.Kind.MESSAGE, text.toString(), citations));
        }
        for (int i = 0; i < calls.size(); i++) {
            AnswerPart.CallStarted call = calls.get(i);
            output.add(OutputItem.call(
                    OutputItem.Kind.CALL.newId(), arguments.get(i).toString(), tools.find(call.name()), call.id()));
        }
        ByteSink json = new ByteSink(4096);
        envelope.append(
                end.reason() == FinishReason.LENGTH ? ItemJson.INCOMPLETE : ItemJson.COMPLETED,
                null,
                output,
                end.usage(),
                json);
        byte[] whole = json.drain();
        finished.accept(whole, output);
        out.append(whole);
    }

    private static OutputItem item(OutputItem.Kind kind, String words, List<Citation> citations) {
        return OutputItem.words(kind, kind.newId(), words, citations);
    }
}
