/**
 * A stand-in for the OnDemand HTTP API: real HTTP on loopback, with the frames, errors and faults of the real one. It
 * has its own records and its own small server, and imports no other room, so that it can never agree with the gateway
 * on a mistake.
 */
package io.ondemand2api.simulator;
