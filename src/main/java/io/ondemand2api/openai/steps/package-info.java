/** What routes call for the OpenAI dialect. */
package io.ondemand2api.openai.steps;
