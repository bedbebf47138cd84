/** Tool calls in the text of a model: one reader, and a dialect for each way in which models write them. */
package io.ondemand2api.core.toolcall;
