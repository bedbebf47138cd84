/** What routes call for the dialect of Messages. */
package io.ondemand2api.messages.steps;
