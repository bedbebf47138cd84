/** What the model is told in words: instructions, tools, the transcript, files, and requests to correct an answer. */
package io.ondemand2api.core.prompt;
