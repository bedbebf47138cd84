package io.ondemand2api.core;

/**
 * A call of a tool that the assistant made, in an earlier turn or in this answer.
 *
 * @param id by which the tool's result refers to it
 * @param name the tool's name
 * @param arguments the arguments as JSON text
 */
public record ToolCall(String id, String name, String arguments) {}
