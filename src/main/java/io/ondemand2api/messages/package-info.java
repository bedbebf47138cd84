/** The dialect of Anthropic's Messages: reads requests into conversations, renders answers as events or objects, and writes its errors. */
package io.ondemand2api.messages;
