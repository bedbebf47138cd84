package io.ondemand2api.app;

import io.ondemand2api.core.ErrorRenderer;
import io.ondemand2api.core.ErrorRenderers;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.core.schema.SchemaLimits;
import io.ondemand2api.messages.AnthropicErrors;
import io.ondemand2api.messages.steps.MessagesModelSteps;
import io.ondemand2api.messages.steps.MessagesSteps;
import io.ondemand2api.models.AskableModels;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.openai.OpenAiErrors;
import io.ondemand2api.openai.steps.OpenAiModelSteps;
import io.ondemand2api.openai.steps.OpenAiSteps;
import java.util.Map;
import java.util.function.Supplier;

/** Makes what the entry routes of the dialects call. */
final class DialectBeans {

    private DialectBeans() {}

    /** Who writes the errors of which requests. */
    static ErrorRenderers errors() {
        ErrorRenderer openai = new OpenAiErrors(OpenAiErrors.MESSAGES);
        ErrorRenderer anthropic = new AnthropicErrors();
        return new ErrorRenderers(
                openai,
                Map.of(
                        "/v1/chat", openai,
                        "/v1/completions", openai,
                        "/v1/embeddings", openai,
                        "/v1/responses", new OpenAiErrors(OpenAiErrors.INPUT),
                        "/openai", openai,
                        "/v1/messages", anthropic),
                Map.of(AnthropicErrors.VERSION, anthropic));
    }

    static void bind(RouteSteps steps, GatewaySettings settings, SchemaThreads threads) {
        UsageEstimate estimate = new UsageEstimate(settings.maxCountedChars());
        SchemaLimits limits = settings.schemas();
        Supplier<SchemaBudget> schemas = () -> new SchemaBudget(limits, threads);
        steps.bind(new OpenAiSteps(settings.files(), settings.maxRequestValues(), schemas, settings.webSearch()));
        steps.bind(new MessagesSteps(
                settings.files(), settings.maxRequestValues(), schemas, settings.webSearch(), estimate));
        steps.bind(settings.responsesApi().steps(settings, schemas, estimate));
    }

    static void bindModels(RouteSteps steps, EndpointRegistry endpoints) {
        AskableModels models = new AskableModels(endpoints);
        steps.bind(new OpenAiModelSteps(models));
        steps.bind(new MessagesModelSteps(models));
    }
}
