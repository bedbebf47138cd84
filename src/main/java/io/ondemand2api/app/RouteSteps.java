package io.ondemand2api.app;

import io.ondemand2api.completion.CompletionSteps;
import io.ondemand2api.completion.ErrorSteps;
import io.ondemand2api.completion.FailoverSteps;
import io.ondemand2api.completion.QuerySteps;
import io.ondemand2api.completion.RouteContract;
import io.ondemand2api.completion.SessionSelection;
import io.ondemand2api.media.MediaSteps;
import io.ondemand2api.messages.steps.MessagesModelSteps;
import io.ondemand2api.messages.steps.MessagesSteps;
import io.ondemand2api.models.ModelSteps;
import io.ondemand2api.openai.steps.OpenAiModelSteps;
import io.ondemand2api.openai.steps.OpenAiSteps;
import io.ondemand2api.responses.steps.ResponseSteps;
import io.ondemand2api.server.ClientSteps;
import io.ondemand2api.sessions.SessionSteps;
import io.ondemand2api.upstream.UpstreamSteps;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.ExpressionAdapter;

/**
 * Everything that a route may call, under the name by which it does: as a processor, or as a predicate or an expression
 * of the language {@code ref}. Processors rather than beans, because finding a bean's method and its parameters costs
 * more than most of these steps do.
 */
final class RouteSteps {

    private final Registry registry;

    RouteSteps(Registry registry) {
        this.registry = registry;
    }

    void bind(ClientSteps client) {
        step("client.accept", client::accept);
        step("client.authenticate", client::authenticate);
        step("client.recognize", client::recognize);
        step("client.admit", client::admit);
        step("client.refuse", client::refuse);
        step("client.readBody", client::readBody);
    }

    void bind(OpenAiSteps openai) {
        step("openai.takeModelFromPath", openai::takeModelFromPath);
        step("openai.readChatCompletion", openai::readChatCompletion);
        step("openai.readCompletion", openai::readCompletion);
        question("openai.morePrompts", openai::morePrompts);
        step("openai.nextPrompt", openai::nextPrompt);
        step("openai.refuseEmbedding", openai::refuseEmbedding);
    }

    void bind(ResponseSteps responses) {
        step("responses.read", responses::read);
        step("responses.countInputTokens", responses::countInputTokens);
        step("responses.get", responses::get);
        step("responses.listInputItems", responses::listInputItems);
        step("responses.delete", responses::delete);
        step("responses.cancel", responses::cancel);
    }

    void bind(MessagesSteps messages) {
        step("messages.read", messages::read);
        step("messages.countTokens", messages::countTokens);
    }

    void bind(MessagesModelSteps messages) {
        question("messages.spoken", messages::spoken);
        step("messages.models", messages::models);
    }

    void bind(CompletionSteps answer) {
        step("answer.resolveModel", answer::resolveModel);
        question("answer.unfinished", answer::unfinished);
    }

    void bind(FailoverSteps answer) {
        question("answer.repairDue", answer::repairDue);
        step("answer.startRepair", answer::startRepair);
        step("answer.failOver", answer::failOver);
    }

    void bind(SessionSelection answer) {
        step("answer.resumeSession", answer::resumeSession);
        step("answer.leaseKey", answer::leaseKey);
        step("answer.takeWarmSession", answer::takeWarmSession);
        question("answer.needsSession", answer::needsSession);
        step("answer.createSession", answer::createSession);
        step("answer.sessionCreated", answer::sessionCreated);
    }

    void bind(QuerySteps answer) {
        question("answer.messageDue", answer::messageDue);
        step("answer.prepareQuery", answer::prepareQuery);
        step("answer.prepareMessage", answer::prepareMessage);
        step("answer.messageRead", answer::messageRead);
    }

    void bind(RouteContract contract) {
        step("answer.tell", contract::tell);
        step("answer.transformText", contract::transformText);
        step("answer.transformMatch", contract::transformMatch);
        value("request.lastUserText", contract::lastUserText);
        value("usage.line", contract::usageLine);
    }

    void bind(UpstreamSteps ondemand) {
        step("ondemand.setTarget", ondemand::setTarget);
        step("ondemand.callFailed", ondemand::callFailed);
        step("ondemand.checkStatus", ondemand::checkStatus);
        question("ondemand.isQuery", ondemand::isQuery);
        value("ondemand.events", ondemand::events);
        step("ondemand.forward", ondemand::forward);
        step("ondemand.completeInsideBreaker", ondemand::completeInsideBreaker);
        step("ondemand.rethrowFailure", ondemand::rethrowFailure);
    }

    void bind(SessionSteps sessions) {
        step("sessions.askWarm", sessions::askWarm);
        step("sessions.warmed", sessions::warmed);
        step("sessions.notWarmed", sessions::notWarmed);
        step("sessions.askDelete", sessions::askDelete);
        step("sessions.notDeleted", sessions::notDeleted);
        step("sessions.done", sessions::done);
    }

    void bind(MediaSteps media) {
        question("media.wanted", media::wanted);
        step("media.ask", media::ask);
        step("media.uploaded", media::uploaded);
        step("media.failed", media::failed);
    }

    void bind(OpenAiModelSteps models) {
        step("models.list", models::list);
        step("models.get", models::get);
    }

    void bind(ModelSteps models) {
        question("models.due", exchange -> models.due());
        step("models.ask", models::ask);
        step("models.update", models::update);
        step("models.keep", models::keep);
        step("models.done", models::done);
    }

    void bind(Health health) {
        step("health.report", health::report);
    }

    void bind(ApiDescription api) {
        step("api.describe", api::describe);
    }

    void bind(ErrorSteps errors) {
        step("errors.answer", errors::answer);
    }

    private void step(String name, Processor step) {
        registry.bind(name, Processor.class, step);
    }

    private void value(String name, Function<Exchange, Object> value) {
        registry.bind(name, Expression.class, new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return value.apply(exchange);
            }
        });
    }

    private void question(String name, Predicate question) {
        registry.bind(name, Predicate.class, question);
    }
}
