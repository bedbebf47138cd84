package io.ondemand2api.core.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import io.ondemand2api.core.Tool;

/**
 * Elements named after tools, on a line of their own: with their parameters in elements, as Cline and Roo Code teach
 * them, {@code <x><city>Paris</city></x>}; with their arguments as JSON; and with the text of the one parameter, where the
 * name is no word that markup has, too. Any other element is text: such names occur in markup of all kinds. DeepSeek's
 * prefix before the name makes a mark of it anywhere.
 */
final class ToolElementDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        boolean prefixed = prefixed(text);
        if (!prefixed && !scope.lineStart() || !named(text, scope)) {
            return null;
        }
        Element element = Element.read(text);
        Tool tool = element == null || element.closing() ? null : scope.tool(element.name());
        if (tool == null || tool.parameters() == null || !tool.name().equals(element.name())) {
            return null;
        }
        CallCollector calls = scope.collector();
        if (!element.empty()) {
            try {
                content(tool, element, text, calls);
            } catch (MalformedException other) {
                return null;
            }
        } else if (element.attributes().equals("/")) {
            calls.add(tool, "{}");
        } else {
            return null;
        }
        return calls.reading(text.at());
    }

    private static void content(Tool tool, Element element, Cursor text, CallCollector calls)
            throws MalformedException {
        int at = text.at();
        text.skipSpace();
        if (text.peek() == '{') {
            calls.add(tool, NamedDialect.parameters(tool, text));
            text.skipSpace();
            Element end = text.peek() == '<' ? Element.read(text) : null;
            if (end == null || !end.closing() || !end.name().equals(element.name())) {
                throw new MalformedException(null);
            }
            return;
        }
        String only = text.peek() == '<' ? null : onlyText(tool);
        if (only == null) {
            calls.add(tool, ElementArguments.parameters(tool, text, element));
            return;
        }
        text.moveTo(at);
        TypedArguments typed = new TypedArguments(tool);
        typed.add(only, TagArguments.withoutLineBreaks(text(element, text)));
        calls.add(tool, typed.json());
    }

    /** The text up to the tag that closes the element; where it is opened again first, none was meant. */
    private static String text(Element element, Cursor text) throws MalformedException {
        int from = text.at();
        while (true) {
            int at = text.at();
            int c = text.peek();
            if (c == '<' && text.skip("</" + element.name() + ">")) {
                return text.slice(from, at);
            }
            if (c == Cursor.END || c == '<' && text.skip("<" + element.name() + ">")) {
                throw new MalformedException(null);
            }
            text.moveTo(at + 1);
        }
    }

    /** The one parameter of a tool whose name is none of a markup's, if it takes a text; or null. */
    private static String onlyText(Tool tool) {
        JsonNode properties = tool.parameters().node().path("properties");
        if (properties.size() != 1 || tool.name().indexOf('_') <= 0) {
            return null;
        }
        String name = properties.fieldNames().next();
        return properties.get(name).path("type").asText().equals("string") ? name : null;
    }

    /** Tells whether DeepSeek's prefix stands here; the place stays. */
    private static boolean prefixed(Cursor text) {
        int at = text.at();
        text.next();
        boolean prefixed = text.skip(Element.DSML);
        text.moveTo(at);
        return prefixed;
    }

    /** True when a tool's name stands here as a tag; the place stays. */
    private static boolean named(Cursor text, Scope scope) {
        int at = text.at();
        text.next();
        text.skip(Element.DSML);
        int from = text.at();
        int c = text.peek();
        boolean may = true;
        while (may && c != Cursor.END && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.')) {
            text.next();
            may = scope.mayBegin(text.since(from));
            c = text.peek();
        }
        boolean named = may && text.at() > from && (c == '>' || c == '/' || Cursor.isSpace(c));
        text.moveTo(at);
        return named;
    }
}
