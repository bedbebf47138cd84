/**
 * The neutral middle: what a conversation, an answer and a failure are, whatever dialect asked and whatever upstream
 * answers. Nothing here knows Camel, HTTP or any other room.
 */
package io.ondemand2api.conversation;
