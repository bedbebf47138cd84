/**
 * The client's side of the wire, and the one room that touches Vert.x: who may come in, how a request is read, how an
 * answer leaves while the client may be slow or gone.
 */
package io.ondemand2api.edge;
