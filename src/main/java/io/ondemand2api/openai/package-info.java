/**
 * The OpenAI dialect: reads a Chat Completions request into a neutral conversation, writes the parts of an answer as
 * chunks or as one object, and owns every error body. It knows no HTTP server and no upstream.
 */
package io.ondemand2api.openai;
