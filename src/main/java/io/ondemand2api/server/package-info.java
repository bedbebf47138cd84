/**
 * The client's side of the wire: who may enter, how a request is read, how a response leaves. It touches Vert.x, but only
 * what is public of it; internals of Vert.x and Netty stay in {@code server.eventloop}.
 */
package io.ondemand2api.server;
