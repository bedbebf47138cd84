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

    /** As JSON, by the types of the tool's schema. */
    String json(Tool tool) throws MalformedException {
        TypedArguments typed = new TypedArguments(tool);
        for (int i = 0; i < keys.size(); i++) {
            typed.add(keys.get(i), texts.get(i));
        }
        return typed.json();
    }
}
