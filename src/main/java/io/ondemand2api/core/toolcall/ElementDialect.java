package io.ondemand2api.core.toolcall;

import io.ondemand2api.core.Tool;
import java.util.List;

/**
 * Calls as elements: {@code <function_call><tool>x</tool><args><city>Paris</city></args></function_call>}, the dialect of
 * this gateway's forerunner, {@code <tool_use><name>x</name><arguments>{…}</arguments></tool_use>},
 * {@code <tool_use><x><city>Paris</city></x></tool_use>}, and Grok's
 * {@code <xai:tool_usage_card><xai:tool_name>x</xai:tool_name><xai:tool_args>…}.
 */
final class ElementDialect implements ToolCallDialect {

    private static final List<String> NAMES = List.of("tool", "name", "tool_name", "function", "function_name");
    private static final List<String> ARGUMENTS =
            List.of("args", "arguments", "parameters", "args_json", "input", "params", "tool_input", "tool_args");

    @Override
    public Reading read(int from, Tag tag, Cursor text, Scope scope) {
        if (!tag.opens("function_call", "tool_use", "tool_call", "tool_usage_card")) {
            return null;
        }
        text.skipSpace();
        if (!startsCall(tag, text, scope)) {
            return null;
        }
        Call call = new Call(text, scope);
        try {
            call.elements();
        } catch (MalformedException unreadable) {
            Tool tool = scope.tool(call.name);
            return tool == null
                    ? scope.failed(from, text, unreadable.getMessage())
                    : Reading.unreadable(CallCollector.about(tool, unreadable.getMessage()), text.at());
        }
        return call.reading();
    }

    private static boolean startsCall(Tag tag, Cursor text, Scope scope) {
        int at = text.at();
        Element element = Element.read(text);
        text.moveTo(at);
        return element != null
                && (NAMES.contains(element.plainName())
                        || ARGUMENTS.contains(element.plainName())
                        || tag.opens("tool_usage_card")
                        || scope.tool(element.name()) != null);
    }

    /** The word that the forerunner's models write before their calls, on a line of its own. */
    static final class Trigger implements ToolCallDialect {

        @Override
        public Reading read(int from, Tag tag, Cursor text, Scope scope) {
            if (text.peek() != 'F' || !text.skip("FC_USE")) {
                return null;
            }
            text.skipSpace();
            return text.peek() == '<' ? scope.nested(text) : null;
        }
    }

    /** One call while it is read. */
    private static final class Call {
        private final Cursor text;
        private final Scope scope;
        private final CallCollector calls;
        private String name;
        private JsonValue json;
        private ElementArguments arguments;

        Call(Cursor text, Scope scope) {
            this.text = text;
            this.scope = scope;
            this.calls = scope.collector();
        }

        void elements() throws MalformedException {
            while (true) {
                text.skipSpace();
                int at = text.at();
                Element element = text.peek() == '<' ? Element.read(text) : null;
                if (element == null || element.closing()) {
                    end(at, element);
                    return;
                }
                element(element);
            }
        }

        /** The last tag may be missing or broken off, those before it may not. */
        private void end(int at, Element element) throws MalformedException {
            if (element == null && text.peek() != Cursor.END && text.text().charAt(at) != '<') {
                text.moveTo(at);
                throw new MalformedException("there are words between its elements");
            }
        }

        private void element(Element element) throws MalformedException {
            if (NAMES.contains(element.plainName())) {
                name = element.value(text).strip();
            } else if (ARGUMENTS.contains(element.plainName())) {
                arguments(element);
            } else if (name == null && scope.tool(element.name()) != null) {
                name = element.name();
                arguments(element);
            } else {
                element.value(text);
            }
        }

        private void arguments(Element element) throws MalformedException {
            text.skipSpace();
            if (element.empty()) {
                return;
            }
            int at = text.at();
            boolean cdata = text.skip(Element.CDATA);
            text.moveTo(at);
            if (cdata || text.peek() == '{') {
                json = JsonValue.string(element.value(text), null, false, false);
            } else {
                arguments = ElementArguments.read(text, element);
            }
        }

        Reading reading() {
            Tool tool = scope.tool(name);
            if (tool == null) {
                return Reading.text(text.at());
            }
            if (json != null) {
                calls.add(tool, json);
                return calls.reading(text.at());
            }
            try {
                calls.add(tool, arguments == null ? "{}" : arguments.json(tool));
            } catch (MalformedException unreadable) {
                calls.addProblem(tool, unreadable.getMessage());
            }
            return calls.reading(text.at());
        }
    }
}
