/** A stand-in for OnDemand, so that a gateway without keys can be tried. Shares nothing with the room {@code upstream}. */
package io.ondemand2api.simulator;
