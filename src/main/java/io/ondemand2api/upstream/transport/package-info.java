/** The HTTP client of the upstream: addresses, connections, TLS, proxy, headers, and the end of a call. */
package io.ondemand2api.upstream.transport;
