/** JSON Schemas of callers, checked within a budget. */
package io.ondemand2api.core.schema;
