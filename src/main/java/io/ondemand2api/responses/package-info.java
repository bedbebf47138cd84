/** OpenAI's Responses API: reads its requests, renders its objects and events, and remembers responses for a while. */
package io.ondemand2api.responses;
