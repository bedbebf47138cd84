package io.ondemand2api.core.prompt;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.Turn;
import java.util.ArrayList;
import java.util.List;

/** All that a model reads of a question. */
public final class QuestionPieces {

    private QuestionPieces() {}

    /** In pieces, for an estimate of its tokens; files that are no text are left out. */
    public static List<String> of(Conversation conversation) {
        return of(conversation, conversation.turns());
    }

    /** The same, with these turns in place of those of the conversation. */
    public static List<String> of(Conversation conversation, List<Turn> turns) {
        List<String> pieces = new ArrayList<>(ToolPrompt.pieces(conversation));
        pieces.addAll(Transcript.pieces(turns, conversation.tools().form()));
        return pieces;
    }
}
