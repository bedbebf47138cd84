/**
 * What is told of the gateway's work: metrics, traces and the line of each request. Knows neither Camel nor HTTP, and is
 * the only room that touches Micrometer and OpenTelemetry. Everything is told once for a request, nothing for a token.
 */
package io.ondemand2api.observation;
