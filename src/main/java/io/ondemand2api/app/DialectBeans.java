package io.ondemand2api.app;

import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.schema.SchemaBudget;
import io.ondemand2api.core.schema.SchemaLimits;
import io.ondemand2api.messages.steps.MessagesSteps;
import io.ondemand2api.openai.steps.OpenAiSteps;
import java.util.function.Supplier;

/** Makes what the entry routes of the dialects call. */
final class DialectBeans {

    private DialectBeans() {}

    static void bind(RouteSteps steps, GatewaySettings settings, SchemaThreads threads) {
        UsageEstimate estimate = new UsageEstimate(settings.maxCountedChars());
        SchemaLimits limits = settings.schemas();
        Supplier<SchemaBudget> schemas = () -> new SchemaBudget(limits, threads);
        steps.bind(new OpenAiSteps(settings.files(), settings.maxRequestValues(), schemas, settings.webSearch()));
        steps.bind(new MessagesSteps(
                settings.files(), settings.maxRequestValues(), schemas, settings.webSearch(), estimate));
        steps.bind(settings.responsesApi().steps(settings, schemas, estimate));
    }
}
