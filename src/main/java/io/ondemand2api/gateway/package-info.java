/**
 * What the routes call: beans that know the exchange and join the other rooms, the configuration, and the start.
 */
package io.ondemand2api.gateway;
