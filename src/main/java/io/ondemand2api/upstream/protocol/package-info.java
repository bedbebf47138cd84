/** OnDemand's wire format: bodies, stream events and errors, as the vendor's documentation and captures have them. */
package io.ondemand2api.upstream.protocol;
