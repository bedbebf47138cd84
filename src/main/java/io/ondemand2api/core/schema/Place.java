package io.ondemand2api.core.schema;

/** Where in a value a check is; only spelled out when something does not fit there. */
record Place(Place parent, String name, int depth) {

    static final Place ROOT = new Place(null, "", 0);

    Place child(String name) {
        return new Place(this, name, depth + 1);
    }

    Place child(int index) {
        return new Place(this, Integer.toString(index), depth + 1);
    }

    /** As a JSON pointer. */
    String pointer() {
        String[] names = new String[depth];
        for (Place at = this; at.parent != null; at = at.parent) {
            names[at.depth - 1] = at.name;
        }
        StringBuilder pointer = new StringBuilder();
        for (String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
