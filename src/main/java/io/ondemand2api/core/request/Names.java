package io.ondemand2api.core.request;

import io.ondemand2api.core.InvalidRequestException;
import java.util.regex.Pattern;

/** Names of models, and of speakers and functions by OpenAI's rules, which also keep a name from posing as the start of a turn. */
public final class Names {

    private static final int MAX_LENGTH = 64;

    /** Names and ids in the history are no text: they stand in the lines that tell turns apart. */
    private static final int MAX_PAST = 1024;

    /** A blank or line end of any alphabet counts, not only ASCII's. */
    private static final Pattern SPEAKER = Pattern.compile("^[^\\s<|\\\\/>]+$", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern FUNCTION = Pattern.compile("^[a-zA-Z0-9_-]+$");

    /** Longer names of models are no names; the model is repeated in every chunk. */
    private static final int MAX_MODEL = 256;

    private Names() {}

    /** The name of a model, as it was given. */
    public static String ofModel(String model) throws InvalidRequestException {
        if (model.length() > MAX_MODEL) {
            throw ValidationErrors.stringTooLong("model", MAX_MODEL, model.length());
        }
        return model;
    }

    /** The name of who speaks, or null; an empty one counts as absent. */
    public static String ofSpeaker(RequestObject message) throws InvalidRequestException {
        String name = message.text("name");
        return name == null || name.isEmpty() ? null : checked(name, message, SPEAKER, MAX_LENGTH);
    }

    /** The name of a function, which must be there. */
    public static String ofFunction(RequestObject function) throws InvalidRequestException {
        return ofFunction(function, MAX_LENGTH);
    }

    /** As {@link #ofFunction(RequestObject)}, for a dialect that allows names of so many characters. */
    public static String ofFunction(RequestObject function, int most) throws InvalidRequestException {
        return checked(function.requiredText("name"), function, FUNCTION, most);
    }

    /**
     * The name of a function that was called in the past, which must be there. Models call tools that were not
     * offered, and clients report that: any name is part of the history.
     */
    public static String ofPastCall(RequestObject call) throws InvalidRequestException {
        return ofReasonableLength(call, "name");
    }

    /** The id by which a call and its result name each other, which must be there. */
    public static String ofCallId(RequestObject owner, String field) throws InvalidRequestException {
        return ofReasonableLength(owner, field);
    }

    private static String ofReasonableLength(RequestObject owner, String field) throws InvalidRequestException {
        String text = owner.requiredText(field);
        if (text.length() > MAX_PAST) {
            throw ValidationErrors.stringTooLong(owner.path(field), MAX_PAST, text.length());
        }
        return text;
    }

    private static String checked(String name, RequestObject owner, Pattern pattern, int most)
            throws InvalidRequestException {
        if (name.length() > most) {
            throw ValidationErrors.stringTooLong(owner.path("name"), most, name.length());
        }
        if (!pattern.matcher(name).matches()) {
            throw ValidationErrors.patternMismatch(owner.path("name"), pattern.pattern());
        }
        return name;
    }
}
