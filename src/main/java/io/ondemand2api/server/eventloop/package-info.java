/**
 * Virtual threads on event loops, where the JVM has them, and the one room with internals of Vert.x and Netty: an upgrade
 * of either concerns nothing else.
 */
package io.ondemand2api.server.eventloop;
