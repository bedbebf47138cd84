/** What an exchange bears from step to step: the properties of routes and those of the gateway's own steps. */
package io.ondemand2api.exchange;
