/** The client's side of the wire, and the one room that touches Vert.x: who may enter, how a request is read, how a response leaves. */
package io.ondemand2api.server;
