package io.ondemand2api.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * One small value of each type. Checking them shows what a schema would otherwise keep for later: references that lead
 * nowhere and loops.
 */
final class SchemaProbes {

    static final List<JsonNode> ALL = List.of(
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.arrayNode().add(1),
            TextNode.valueOf("x"),
            IntNode.valueOf(1),
            BooleanNode.TRUE,
            NullNode.instance);

    private SchemaProbes() {}
}
