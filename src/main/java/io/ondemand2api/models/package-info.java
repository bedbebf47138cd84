/** The models that can be asked for: the upstream's registry and the aliases of the configuration. */
package io.ondemand2api.models;
