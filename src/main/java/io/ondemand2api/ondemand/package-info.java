/**
 * The upstream: how OnDemand is asked, how its events and failures are read, which models it has. Wire facts are those
 * of the vendor's documentation and of captures of its streams.
 */
package io.ondemand2api.ondemand;
