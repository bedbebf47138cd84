package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ondemand2api.cases.AnswerCase;
import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.FinishReason;
import io.ondemand2api.core.answer.AnswerAssembler;
import io.ondemand2api.core.answer.AnswerPart;
import io.ondemand2api.core.answer.UnfitAnswer;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case gives the same calls, text and thinking, however the model's words are cut. */
class AnswerCasesTest {

    private static final int RANDOM_CUTS = 20;

    static Stream<AnswerCase> cases() {
        return AnswerCase.all().stream().filter(one -> one.outcome().has("finish"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheSameHoweverTheWordsAreCut(AnswerCase one) throws Exception {
        Conversation conversation = Requests.read(
                        AnswerCase.body(one.request(false)).getBytes(StandardCharsets.UTF_8))
                .conversation();
        String text = String.join("", one.round(1));
        AnswerCase.Answer whole = answer(one, conversation, List.of(text));
        one.check(whole);
        for (List<String> deltas : cuts(text)) {
            assertThat(answer(one, conversation, deltas))
                    .as("cut as %s", deltas)
                    .isEqualTo(whole);
        }
    }

    private static List<List<String>> cuts(String text) {
        List<List<String>> cuts = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            if (!Character.isLowSurrogate(text.charAt(at))) {
                cuts.add(List.of(text.substring(0, at), text.substring(at)));
            }
        }
        cuts.add(text.codePoints().mapToObj(Character::toString).toList());
        Random random = new Random(text.hashCode());
        List<String> characters = cuts.get(cuts.size() - 1);
        for (int i = 0; i < RANDOM_CUTS; i++) {
            List<String> deltas = new ArrayList<>();
            for (int from = 0; from < characters.size(); ) {
                int to = Math.min(characters.size(), from + 1 + random.nextInt(9));
                deltas.add(String.join("", characters.subList(from, to)));
                from = to;
            }
            cuts.add(deltas);
        }
        return cuts;
    }

    /** The answer after at most one repair round. */
    private static AnswerCase.Answer answer(AnswerCase one, Conversation conversation, List<String> deltas) {
        List<AnswerPart> parts = new ArrayList<>();
        AnswerAssembler first = new AnswerAssembler(conversation, false, false, ToolCallLimits.DEFAULTS, parts::add);
        UnfitAnswer unfit = say(first, deltas);
        if (unfit == null) {
            return answer(parts, first.reason(), 1);
        }
        List<AnswerPart> again = new ArrayList<>();
        AnswerAssembler second =
                new AnswerAssembler(first.repaired(unfit), first.gaveText(), true, ToolCallLimits.DEFAULTS, again::add);
        UnfitAnswer still = say(second, one.rounds().size() > 1 ? one.round(2) : deltas);
        if (still != null) {
            assertThat(one.outcome().path("mayAskAgain").asBoolean())
                    .as(still.reason())
                    .isTrue();
            return answer(again, FinishReason.STOP, 2);
        }
        return answer(again, second.reason(), 2);
    }

    private static UnfitAnswer say(AnswerAssembler composer, List<String> deltas) {
        for (String delta : deltas) {
            if (!composer.over()) {
                composer.say(delta);
            }
        }
        return composer.conclude();
    }

    private static AnswerCase.Answer answer(List<AnswerPart> parts, FinishReason reason, int rounds) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<String> names = new ArrayList<>();
        List<StringBuilder> arguments = new ArrayList<>();
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.Text text) {
                content.append(text.delta());
            } else if (part instanceof AnswerPart.Thinking thinking) {
                reasoning.append(thinking.delta());
            } else if (part instanceof AnswerPart.CallStarted call) {
                names.add(call.name());
                arguments.add(new StringBuilder());
            } else if (part instanceof AnswerPart.CallArguments piece) {
                arguments.get(piece.index()).append(piece.delta());
            }
        }
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < names.size(); i++) {
            JsonNode written = AnswerCase.json(arguments.get(i).toString());
            calls.addObject().put("name", names.get(i)).set("arguments", written);
        }
        String finish = FinishReasons.wireName(reason, ToolCallForm.TOOL_CALLS);
        return new AnswerCase.Answer(content.toString(), reasoning.toString(), calls, finish, rounds);
    }
}
