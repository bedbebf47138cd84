package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.ArrayList;
import java.util.List;

/** Arguments as elements named after them, or as {@code <parameter name="city">}. */
final class ElementArguments {

    private final List<String> keys = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    private ElementArguments() {}

    /** Reads all of them, up to behind the tag that closes the element around them. */
    static ElementArguments read(Cursor text, Element around) throws MalformedException {
        ElementArguments arguments = new ElementArguments();
        while (true) {
            text.skipSpace();
            Element element = Element.read(text);
            if (element == null) {
                throw new MalformedException("its arguments break off, or are no elements");
            }
            if (element.closing()) {
                if (!element.name().equals(around.name())) {
                    throw new MalformedException("an element of its arguments is closed that was not opened");
                }
                return arguments;
            }
            arguments.keys.add(element.key());
            arguments.texts.add(element.value(text));
        }
    }

    /** True when an element starts here that is named after a parameter of the tool, or after arguments; the place stays. */
    static boolean startAt(Tool tool, Cursor text) {
        if (text.peek() != '<' || tool.parameters() == null) {
            return false;
        }
        int at = text.at();
        Element element = Element.read(text);
        text.moveTo(at);
        return element != null && !element.closing() && (isParameter(tool, element) || isAll(tool, element));
    }

    private static boolean isParameter(Tool tool, Element element) {
        return tool.parameters().node().path("properties").has(element.key());
    }

    private static boolean isAll(Tool tool, Element element) {
        return !isParameter(tool, element) && JsonCalls.ARGUMENTS.contains(element.name());
    }

    /** Reads all of them, up to behind the tag that closes the call, or one element that holds them as JSON. */
    static Reading read(Tool tool, Cursor text, Scope scope) {
        CallCollector calls = scope.collector();
        try {
            TypedArguments typed = new TypedArguments(tool);
            Element element = Element.read(text);
            if (isAll(tool, element)) {
                text.skipSpace();
                if (text.peek() == '{') {
                    calls.add(tool, JsonValue.string(element.value(text), null, false, false));
                } else {
                    calls.add(tool, read(text, element).json(tool));
                }
                return calls.reading(text.at());
            }
            int at = text.at();
            while (element != null && !element.closing()) {
                typed.add(element.key(), element.value(text));
                text.skipSpace();
                at = text.at();
                element = text.peek() == '<' ? Element.read(text) : null;
            }
            if (element == null && !endsAt(at, text)) {
                throw new MalformedException("there are words between its arguments");
            }
            calls.add(tool, typed.json());
        } catch (MalformedException unreadable) {
            calls.addProblem(tool, unreadable.getMessage());
        }
        return calls.reading(text.at());
    }

    /** True when the text ends here, or a tag that no element is, such as one with a namespace, ends the call. */
    private static boolean endsAt(int at, Cursor text) {
        text.moveTo(at);
        Tag tag = text.peek() == '<' ? Tag.read(text) : null;
        return text.peek() == Cursor.END || tag != null && tag.ends();
    }

    /** Reads an element whose content is one element for each argument, each named after a parameter. */
    static String parameters(Tool tool, Cursor text, Element around) throws MalformedException {
        TypedArguments typed = new TypedArguments(tool);
        while (true) {
            text.skipSpace();
            Element element = text.peek() == '<' ? Element.read(text) : null;
            if (element == null || element.closing() && !element.name().equals(around.name())) {
                throw new MalformedException(null);
            }
            if (element.closing()) {
                return typed.json();
            }
            if (!isParameter(tool, element)) {
                throw new MalformedException(null);
            }
            typed.add(element.key(), TagArguments.withoutLineBreaks(element.value(text)));
        }
    }

    /** As JSON, by the types of the tool's schema. */
    String json(Tool tool) throws MalformedException {
        TypedArguments typed = new TypedArguments(tool);
        for (int i = 0; i < keys.size(); i++) {
            typed.add(keys.get(i), texts.get(i));
        }
        return typed.json();
    }
}
