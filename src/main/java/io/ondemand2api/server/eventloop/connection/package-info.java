/** What happens to the bytes of one connection on its event loop: the handlers of its pipeline. */
package io.ondemand2api.server.eventloop.connection;
