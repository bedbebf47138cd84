package io.ondemand2api.openai.steps;

import io.ondemand2api.completion.CompletionContext;
import io.ondemand2api.completion.CompletionOutcome;
import io.ondemand2api.completion.ParsedRequest;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.openai.CompletionChoices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The prompts of one request, each of which goes its own way through the route {@code answer}, one after another. */
final class Prompts {

    private final List<Conversation> conversations;
    private final CompletionChoices answer;
    private Map<String, Object> headers;
    private int next;

    Prompts(List<Conversation> conversations, CompletionChoices answer) {
        this.conversations = conversations;
        this.answer = answer;
    }

    boolean hasNext() {
        return next < conversations.size();
    }

    /** Leaves the next prompt for the route {@code answer}, with the headers that the entry route has set. */
    void next(Exchange exchange) {
        Message message = exchange.getMessage();
        if (headers == null) {
            headers = new LinkedHashMap<>(message.getHeaders());
        } else {
            if (CompletionContext.of(exchange).outcome().usage().estimated()) {
                // one estimate among them makes the sum one
                headers.put(CompletionOutcome.USAGE_HEADER, CompletionOutcome.ESTIMATED);
            }
            // what the last answer left in the message was meant for the upstream, its key among it
            message.removeHeaders("*");
            message.setHeaders(new LinkedHashMap<>(headers));
            message.setBody(null);
        }
        int prompt = next++;
        new ParsedRequest(conversations.get(prompt), () -> answer.writer(prompt)).leaveIn(exchange);
    }
}
