package io.ondemand2api.blackbox;

/**
 * An error as a client reads it.
 *
 * @param type the family, in the words of the dialect
 * @param code null where there is none, or where the dialect has no codes
 * @param message for a person
 */
record ClientError(String type, String code, String message) {}
