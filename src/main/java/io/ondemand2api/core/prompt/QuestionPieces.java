package io.ondemand2api.core.prompt;

import io.ondemand2api.core.Conversation;
import java.util.ArrayList;
import java.util.List;

/** All that a model reads of a question. */
public final class QuestionPieces {

    private QuestionPieces() {}

    /** In pieces, for an estimate of its tokens; files that are no text are left out. */
    public static List<String> of(Conversation conversation) {
        List<String> pieces = new ArrayList<>(ToolPrompt.pieces(conversation));
        pieces.addAll(Transcript.pieces(conversation.turns()));
        return pieces;
    }
}
