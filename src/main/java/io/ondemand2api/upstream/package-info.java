/** Every call of OnDemand: the steps of the route ask-ondemand, deadlines, and calls that no client waits for. */
package io.ondemand2api.upstream;
