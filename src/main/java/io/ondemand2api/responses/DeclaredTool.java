package io.ondemand2api.responses;

/**
 * A tool as the client knows it; the model may know it by another name.
 *
 * @param taughtName the model's name for it
 * @param name the client's name for it
 * @param namespace the namespace that it was declared in, or null
 * @param custom true when the client wants its input as plain text, not as JSON
 */
record DeclaredTool(String taughtName, String name, String namespace, boolean custom) {}
