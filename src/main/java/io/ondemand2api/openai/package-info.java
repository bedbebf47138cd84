/** The OpenAI dialect: reads requests into conversations, renders answers as chunks or objects, and writes its errors. */
package io.ondemand2api.openai;
