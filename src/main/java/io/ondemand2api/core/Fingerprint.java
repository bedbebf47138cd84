package io.ondemand2api.core;

import io.ondemand2api.core.prompt.ToolPrompt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What identifies a conversation up to a point: a digest over who asks, the model, the instructions and every turn.
 * Two conversations have the same one only when all of that is equal, so that a session upstream is never shared by
 * two. What clients write otherwise without saying anything else is equal: the arguments of a call as JSON values, and
 * the ids of calls, which the model never gave, by their order. Made in one pass over the turns. Not safe for several
 * threads.
 */
public final class Fingerprint {

    private final MessageDigest all;
    private final Map<String, Integer> calls = new HashMap<>();
    private final String known;
    private final int knownTurns;

    /**
     * @param client who asks, as the gateway authenticated it
     * @param endpoint the model's endpoint
     * @param conversation all that was said so far
     */
    public Fingerprint(String client, String endpoint, Conversation conversation) {
        all = Sha256.start();
        add(client);
        add(endpoint);
        // with what is taught of tools and forms
        add(ToolPrompt.instructions(conversation));
        List<Turn> turns = conversation.turns();
        int lastAnswer = lastAnswer(turns);
        String upToLastAnswer = null;
        for (int i = 0; i < turns.size(); i++) {
            add(turns.get(i));
            if (i == lastAnswer) {
                upToLastAnswer = digest();
            }
        }
        known = upToLastAnswer;
        knownTurns = lastAnswer + 1;
    }

    /** Up to the model's last answer; null when it has not answered yet, or when nothing was said since. */
    public String known() {
        return known;
    }

    /** How many turns {@link #known()} covers. */
    public int knownTurns() {
        return known == null ? 0 : knownTurns;
    }

    /** All turns and this answer to them: what a next request will call {@link #known()}. */
    public String with(Turn answer) {
        add(answer);
        return digest();
    }

    private static int lastAnswer(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Turn.Role.ASSISTANT) {
                return i == turns.size() - 1 ? -1 : i;
            }
        }
        return -1;
    }

    private void add(Turn turn) {
        add(turn.role().name());
        add(turn.name());
        add(turn.text());
        add(number(turn.toolCallId()));
        for (Attachment file : turn.attachments()) {
            add(Integer.toString(file.at()));
            add(file.name());
            add(file.identity());
        }
        for (ToolCall call : turn.toolCalls()) {
            add(number(call.id()));
            add(call.name());
            add(arguments(call));
        }
        add((String) null);
    }

    private String number(String id) {
        return id == null
                ? null
                : calls.computeIfAbsent(id, first -> calls.size()).toString();
    }

    /** A call without any is told to the model as one with an empty object. */
    private static String arguments(ToolCall call) {
        return call.arguments().isBlank() ? "{}" : CanonicalArguments.of(call.arguments());
    }

    /** Each field is preceded by its length, so that no two sequences of fields look the same. */
    private void add(String field) {
        byte[] bytes = field == null ? null : field.getBytes(StandardCharsets.UTF_8);
        all.update(
                ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).flip());
        if (bytes != null) {
            all.update(bytes);
        }
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) all.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
