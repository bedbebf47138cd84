/** What the routes of the Responses API call. */
package io.ondemand2api.responses.steps;
