package io.ondemand2api.responses;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An item of a response's input, as it is shown.
 *
 * @param id its name
 * @param json all of it
 */
record InputItem(String id, String json) {

    static InputItem of(JsonNode item) {
        return new InputItem(item.path("id").asText(), item.toString());
    }
}
