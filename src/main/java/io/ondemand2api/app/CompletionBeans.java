package io.ondemand2api.app;

import io.ondemand2api.completion.AnswerBounds;
import io.ondemand2api.completion.CompletionSteps;
import io.ondemand2api.completion.FailoverSteps;
import io.ondemand2api.completion.QuerySteps;
import io.ondemand2api.completion.SessionSelection;
import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.models.EndpointRegistry;
import io.ondemand2api.sessions.SessionManager;
import io.ondemand2api.upstream.AnswerMemory;
import io.ondemand2api.upstream.DeadlineMonitor;

/** Makes what the route {@code answer} calls. */
final class CompletionBeans {

    private CompletionBeans() {}

    static void bind(
            RouteSteps steps,
            GatewaySettings settings,
            KeyPool keys,
            EndpointRegistry endpoints,
            SessionManager sessions,
            DeadlineMonitor watch,
            AnswerMemory memory) {
        AnswerBounds bounds =
                new AnswerBounds(new UsageEstimate(settings.maxCountedChars()), settings.toolCalls(), memory);
        steps.bind(new CompletionSteps(keys, endpoints, sessions, watch, settings.retries(), bounds));
        SessionSelection selection = new SessionSelection(keys, sessions);
        steps.bind(selection);
        steps.bind(new QuerySteps(sessions, settings.webSearchPlugins()));
        steps.bind(new FailoverSteps(keys, selection));
    }
}
