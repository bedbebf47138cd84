package io.ondemand2api.app;

import java.util.Set;
import java.util.TreeSet;

/** For tests in other rooms: what the description of the API says of a request. */
public final class DescribedSchema {

    private DescribedSchema() {}

    /** The names of the fields of this schema. */
    public static Set<String> fields(String schema) {
        Set<String> names = new TreeSet<>();
        ApiDescription.read()
                .at("/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }
}
