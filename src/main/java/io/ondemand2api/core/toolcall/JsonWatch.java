package io.ondemand2api.core.toolcall;

/** Looks on while JSON is read, and may object before all of it is there. */
interface JsonWatch {

    /** An object or a list starts; the outermost at depth 1. */
    default void open(int depth, boolean object) throws MalformedException {}

    /** A key of the object at this depth. */
    default void key(int depth, String key) throws MalformedException {}

    /** A value in the object or list at this depth; without a key in a list. */
    default void value(int depth, String key, JsonValue value) throws MalformedException {}
}
