package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;

/**
 * Elements named after tools, with their parameters in elements, as Cline and Roo Code teach them:
 * {@code <x><city>Paris</city></x>}, on a line of its own. Any other element is text: such names occur in markup of all
 * kinds.
 */
final class ToolElementDialect implements ToolCallDialect {

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!scope.lineStart() || !named(text, scope)) {
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
                calls.add(tool, ElementArguments.parameters(tool, text, element));
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

    /** True when a tool's name stands here as a tag; the place stays. */
    private static boolean named(Cursor text, Scope scope) {
        int at = text.at();
        text.next();
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
