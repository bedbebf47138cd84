/** What several processes with the same OnDemand keys tell each other through Redis. */
package io.ondemand2api.cluster;
