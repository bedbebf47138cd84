package io.ondemand2api.responses;

import io.ondemand2api.core.ByteSink;
import io.ondemand2api.core.EstimateNote;
import io.ondemand2api.core.EventStreamRenderer;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.JsonText;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.Citation;
import io.ondemand2api.openai.UrlCitations;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer as the events of a streamed response. One item is open at a time, as clients expect: thinking that
 * comes while a message is open follows it in an item of its own.
 */
final class ResponseEvents implements EventStreamRenderer {

    /** Readers bound the length of a line; the upstream may send a whole answer in one part. */
    private static final int MAX_DELTA_BYTES = 16 * 1024;

    private final ResponseEnvelope envelope;
    private final DeclaredTools tools;
    private final FinishedOutput finished;
    private final List<OutputItem> output = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder lateThinking = new StringBuilder();
    private OutputItem open;
    private List<Citation> citations = List.of();

    ResponseEvents(ResponseEnvelope envelope, DeclaredTools tools, FinishedOutput finished) {
        this.envelope = envelope;
        this.tools = tools;
        this.finished = finished;
    }

    /** The events at the end of each item and of the response repeat its words. */
    @Override
    public boolean keepsAnswer() {
        return true;
    }

    @Override
    public void begin(ByteSink out) {
        envelope.open(out);
    }

    /** Comments do not reset the timer of every client, so it is an event. */
    @Override
    public void keepAlive(ByteSink out) {
        envelope.open(out);
        envelope.appendInProgress(out);
    }

    @Override
    public void write(AnswerPart part, ByteSink out) {
        if (part instanceof AnswerPart.Text text) {
            openItem(OutputItem.Kind.MESSAGE, out);
            appendDeltas("response.output_text.delta", text.delta(), ",\"logprobs\":[]", out);
        } else if (part instanceof AnswerPart.Thinking thinking) {
            if (open != null && open.kind() == OutputItem.Kind.MESSAGE) {
                lateThinking.append(thinking.delta());
            } else {
                openItem(OutputItem.Kind.REASONING, out);
                appendDeltas("response.reasoning_summary_text.delta", thinking.delta(), "", out);
            }
        } else if (part instanceof AnswerPart.CallStarted call) {
            closeItem(out);
            openCall(call, out);
        } else if (part instanceof AnswerPart.CallArguments piece) {
            if (open.tool().custom()) {
                words.append(piece.delta());
            } else {
                appendDeltas("response.function_call_arguments.delta", piece.delta(), "", out);
            }
        } else if (part instanceof AnswerPart.Citations named) {
            openItem(OutputItem.Kind.MESSAGE, out);
            cite(named.citations(), out);
        } else if (part instanceof AnswerPart.Finished end) {
            finish(end, out);
        }
    }

    @Override
    public void fail(GatewayException failure, ByteSink out) {
        FailureEvents.append(failure, envelope, finished, out);
    }

    private void openItem(OutputItem.Kind kind, ByteSink out) {
        if (open != null && open.kind() == kind) {
            return;
        }
        closeItem(out);
        open(OutputItem.words(kind, kind.newId(), "", List.of()), out);
        boolean message = kind == OutputItem.Kind.MESSAGE;
        beginPart(message ? "response.content_part.added" : "response.reasoning_summary_part.added", out);
        appendPart(open, out);
        envelope.end(out);
    }

    private void openCall(AnswerPart.CallStarted call, ByteSink out) {
        open(OutputItem.call(OutputItem.Kind.CALL.newId(), "", tools.find(call.name()), call.id()), out);
    }

    private void open(OutputItem item, ByteSink out) {
        open = item;
        words.setLength(0);
        appendItem("response.output_item.added", item, ItemJson.IN_PROGRESS, out);
    }

    private void closeItem(ByteSink out) {
        closeItem(ItemJson.COMPLETED, out);
    }

    private void closeItem(String status, ByteSink out) {
        if (open == null) {
            return;
        }
        OutputItem done = open.with(words.toString(), citations);
        citations = List.of();
        switch (done.kind()) {
            case MESSAGE -> closePart("output_text", "content_part", done, out);
            case REASONING -> closePart("reasoning_summary_text", "reasoning_summary_part", done, out);
            case CALL -> closeCall(done, out);
        }
        appendItem("response.output_item.done", done, status, out);
        output.add(done);
        open = null;
        if (!lateThinking.isEmpty()) {
            String thinking = lateThinking.toString();
            lateThinking.setLength(0);
            openItem(OutputItem.Kind.REASONING, out);
            appendDeltas("response.reasoning_summary_text.delta", thinking, "", out);
            closeItem(out);
        }
    }

    private void closePart(String text, String part, OutputItem done, ByteSink out) {
        beginPart("response." + text + ".done", out);
        out.append("\"text\":");
        JsonText.appendQuoted(done.text(), out);
        out.append(open.kind() == OutputItem.Kind.MESSAGE ? ",\"logprobs\":[]" : "");
        envelope.end(out);
        beginPart("response." + part + ".done", out);
        appendPart(done, out);
        envelope.end(out);
    }

    private void closeCall(OutputItem call, ByteSink out) {
        if (call.tool().custom()) {
            String input = ItemJson.input(call.text());
            appendDeltas("response.custom_tool_call_input.delta", input, "", out);
            beginItem("response.custom_tool_call_input.done", out);
            out.append("\"input\":");
            JsonText.appendQuoted(input, out);
        } else {
            beginItem("response.function_call_arguments.done", out);
            out.append("\"name\":");
            JsonText.appendQuoted(call.tool().name(), out);
            out.append(",\"arguments\":");
            JsonText.appendQuoted(call.text(), out);
        }
        envelope.end(out);
    }

    private void appendDeltas(String type, String delta, String after, ByteSink out) {
        if (open.tool() == null || !open.tool().custom()) {
            words.append(delta);
        }
        for (int written = 0; written < delta.length(); ) {
            if (open.kind() == OutputItem.Kind.CALL) {
                beginItem(type, out);
            } else {
                beginPart(type, out);
            }
            out.append("\"delta\":\"");
            written = JsonText.append(delta, written, MAX_DELTA_BYTES, out);
            out.append("\"").append(after);
            envelope.end(out);
        }
    }

    private void beginItem(String type, ByteSink out) {
        envelope.begin(type, out);
        out.append("\"item_id\":\"" + open.id() + "\",\"output_index\":" + output.size() + ",");
    }

    private void beginPart(String type, ByteSink out) {
        beginItem(type, out);
        out.append(open.kind() == OutputItem.Kind.MESSAGE ? "\"content_index\":0," : "\"summary_index\":0,");
    }

    private static void appendPart(OutputItem item, ByteSink out) {
        out.append("\"part\":");
        ItemJson.appendPart(item, out);
    }

    /** They come behind the last word of a message, which is open still. */
    private void cite(List<Citation> named, ByteSink out) {
        citations = named;
        for (int i = 0; i < named.size(); i++) {
            beginPart("response.output_text.annotation.added", out);
            out.append("\"annotation_index\":" + i + ",\"annotation\":");
            UrlCitations.appendAnnotation(named.get(i), out);
            envelope.end(out);
        }
    }

    private void appendItem(String type, OutputItem item, String status, ByteSink out) {
        envelope.begin(type, out);
        out.append("\"output_index\":" + output.size() + ",\"item\":");
        ItemJson.append(item, status, out);
        envelope.end(out);
    }

    private void finish(AnswerPart.Finished end, ByteSink out) {
        if (output.isEmpty() && open == null) {
            openItem(OutputItem.Kind.MESSAGE, out);
        }
        boolean cut = end.reason() == FinishReason.LENGTH;
        String status = cut ? ItemJson.INCOMPLETE : ItemJson.COMPLETED;
        closeItem(status, out);
        EstimateNote.append(end.usage(), out);
        ByteSink json = new ByteSink(4096);
        envelope.append(status, null, output, end.usage(), json);
        byte[] whole = json.drain();
        finished.accept(whole, output);
        envelope.begin(cut ? "response.incomplete" : "response.completed", out);
        out.append("\"response\":").append(whole);
        envelope.end(out);
    }
}
