/** Virtual threads on event loops, where the JVM has them: reflection and internals of Vert.x and Netty stay in here. */
package io.ondemand2api.server.eventloop;
