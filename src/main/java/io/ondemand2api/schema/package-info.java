/**
 * JSON Schema for schemas and values of strangers: every step is counted, nothing is loaded, and what cannot be decided
 * is left open instead of being refused.
 */
package io.ondemand2api.schema;
