/** Makes an answer's parts of the model's words, and checks that they are what the caller asked for. */
package io.ondemand2api.core.answer;
