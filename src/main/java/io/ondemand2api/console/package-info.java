/** The console on the management port: what the gateway does now, and what an operator may do about it. */
package io.ondemand2api.console;
