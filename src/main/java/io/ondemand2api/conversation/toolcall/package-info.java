/** Reads the calls of tools that a model wrote into its text, in the dialects that models speak. */
package io.ondemand2api.conversation.toolcall;
