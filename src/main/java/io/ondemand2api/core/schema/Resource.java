package io.ondemand2api.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A schema with an address of its own, which references in it are relative to: the whole, and each part with an id. */
final class Resource {

    /** How often each character of an address is looked at, or copied. */
    private static final int LOOKS = 16;

    private final String address;
    private final JsonNode root;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private final Map<String, JsonNode> dynamicAnchors = new HashMap<>();

    Resource(String address, JsonNode root) {
        this.address = address;
        this.root = root;
    }

    String address() {
        return address;
    }

    JsonNode root() {
        return root;
    }

    Map<String, JsonNode> anchors() {
        return anchors;
    }

    /** These may be replaced by those of the same name in a resource that refers to this one. */
    Map<String, JsonNode> dynamicAnchors() {
        return dynamicAnchors;
    }

    /** This reference, without its fragment, as an address. What is no address of any standard is taken as it stands. */
    String resolve(String reference, SchemaBudget budget) {
        if (reference.isEmpty()) {
            return address;
        }
        budget.look(LOOKS * (address.length() + reference.length()));
        try {
            URI uri = URI.create(reference);
            return uri.isAbsolute() || address.isEmpty()
                    ? reference
                    : URI.create(address).resolve(uri).toString();
        } catch (IllegalArgumentException free) {
            return reference;
        }
    }
}
