package io.ondemand2api.config;

import java.util.List;
import java.util.Map;

/** Properties that had another name before. The former names still work, with a warning at the start. */
final class RenamedProperties {

    /** The former name, and the name now. */
    private static final Map<String, String> NEW_NAMES = Map.of(
            "gateway.privateKey", "gateway.clientKeys",
            "gateway.privateKeyFile", "gateway.clientKeysFile",
            "gateway.keyPatience", "gateway.keyWaitTimeout",
            "keys.deadFor", "keys.disabledFor",
            "ondemand.turnPatience", "ondemand.turnWaitTimeout");

    private RenamedProperties() {}

    /** True when this is the former name of a property. */
    static boolean former(String name) {
        return NEW_NAMES.containsKey(name);
    }

    /** The former names of this property; mostly none. */
    static List<String> formerNames(String name) {
        return NEW_NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .toList();
    }
}
