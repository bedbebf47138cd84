package io.ondemand2api.observation;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.Turn;
import io.ondemand2api.core.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/** Names and attributes of spans, by OpenTelemetry's conventions for generative AI and for HTTP. */
final class SpanAttributes {

    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final AttributeKey<List<String>> STOP_TEXTS =
            AttributeKey.stringArrayKey("gen_ai.request.stop_sequences");

    private SpanAttributes() {}

    /** What the line of the request says, too. */
    static void ofRequest(Span span, RequestRecord request) {
        Entry from = request.entry();
        Outcome outcome = request.outcome();
        if (from.operation() != null) {
            ofCall(
                    span,
                    from.operation(),
                    request.model(),
                    request.endpoint(),
                    outcome.finishReason(),
                    request.usage(),
                    outcome.errorType());
        } else {
            span.updateName(from.method() + " " + from.path());
            fail(span, outcome.errorType());
        }
        span.setAttribute("http.request.method", from.method());
        span.setAttribute("http.route", from.path());
        span.setAttribute("http.response.status_code", (long) outcome.status());
        span.setAttribute("ondemand2api.request.id", request.id());
        if (request.client() != null) {
            span.setAttribute("ondemand2api.client", request.client());
        }
    }

    /**
     * What a model was asked for and what came of it.
     *
     * @param model as the client named it, or null
     * @param endpoint the upstream's name of it, or null
     * @param finishReason null when there was no answer
     * @param usage null when there was no answer
     * @param errorType null when there was no failure
     */
    static void ofCall(
            Span span,
            String operation,
            String model,
            String endpoint,
            String finishReason,
            Usage usage,
            String errorType) {
        span.updateName(model == null ? operation : operation + " " + PlainText.word(model));
        span.setAttribute("gen_ai.operation.name", operation);
        span.setAttribute("gen_ai.provider.name", GenAiMetrics.PROVIDER);
        if (model != null) {
            span.setAttribute("gen_ai.request.model", PlainText.word(model));
        }
        if (endpoint != null) {
            span.setAttribute("gen_ai.response.model", PlainText.word(endpoint));
        }
        if (finishReason != null) {
            span.setAttribute(FINISH_REASONS, List.of(finishReason));
        }
        if (usage != null) {
            span.setAttribute("gen_ai.usage.input_tokens", (long) usage.inputTokens());
            span.setAttribute("gen_ai.usage.output_tokens", (long) usage.outputTokens());
            span.setAttribute("gen_ai.usage.reasoning.output_tokens", (long) usage.reasoningTokens());
            if (usage.estimated()) {
                span.setAttribute("ondemand2api.usage.estimated", true);
            }
        }
        fail(span, errorType);
    }

    private static void fail(Span span, String errorType) {
        if (errorType != null) {
            span.setAttribute("error.type", errorType);
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** How the model was to choose its words. */
    static void ofSampling(Span span, Conversation conversation) {
        Sampling sampling = conversation.sampling();
        if (sampling.temperature() != null) {
            span.setAttribute("gen_ai.request.temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            span.setAttribute("gen_ai.request.top_p", sampling.topP());
        }
        if (conversation.maxTokens() != null) {
            span.setAttribute(
                    "gen_ai.request.max_tokens", conversation.maxTokens().longValue());
        }
    }

    /**
     * The texts themselves, which a span holds only where the operator wants it.
     *
     * @param answer null when there is none
     */
    static void ofContent(Span span, Conversation conversation, Turn answer) {
        span.setAttribute("gen_ai.input.messages", SpanContent.messages(conversation.turns()));
        if (!conversation.instructions().isEmpty()) {
            span.setAttribute("gen_ai.system_instructions", SpanContent.cut(conversation.instructions()));
        }
        if (!conversation.stop().isEmpty()) {
            span.setAttribute(STOP_TEXTS, conversation.stop());
        }
        if (answer != null) {
            span.setAttribute("gen_ai.output.messages", SpanContent.messages(List.of(answer)));
        }
    }
}
