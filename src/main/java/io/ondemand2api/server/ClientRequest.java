package io.ondemand2api.server;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.ClientAllowance;
import io.ondemand2api.core.Detachment;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.ResponseChannel;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** One request of one client, as an entry route has it in hand. Used by one thread at a time. */
public final class ClientRequest {

    private final HttpServerRequest request;
    private final ClientConnection connection;
    private ResponseChannel channel;
    private boolean detached;
    private Client client;
    private ClientAllowance allowance = ClientAllowance.UNLIMITED;
    private Admission.Ticket ticket;
    private long bodyTime;

    ClientRequest(HttpServerRequest request, ClientConnection connection) {
        this.request = request;
        this.connection = connection;
        this.channel = connection;
    }

    HttpServerRequest request() {
        return request;
    }

    /** The path without its query and without needless slashes; it tells the dialect. */
    public String path() {
        return RequestPath.of(request);
    }

    /** A header of the request; null when it has none of this name. */
    public String header(String name) {
        return request.getHeader(name);
    }

    /** The client's connection. */
    public ClientConnection connection() {
        return connection;
    }

    /** Where the answer goes: to the connection, unless it is {@link #detach detached}. */
    public ResponseChannel channel() {
        return channel;
    }

    /**
     * Lets the answer be made without the client, who may leave. Its place is kept until the route is done.
     *
     * @param headers of the response that tells the client so
     * @return where the answer goes from here on
     */
    public ResponseChannel detach(Detachment detachment, Map<String, String> headers) {
        detached = true;
        channel = detachment.detach(connection, headers);
        return channel;
    }

    /** True when the answer is made without the client. */
    boolean detached() {
        return detached;
    }

    /** Who asks, such as {@code client-1}; null while that is not known. */
    public String label() {
        return client == null ? null : client.label();
    }

    /** Who asks, and what it may do; null while that is not known. */
    public Client client() {
        return client;
    }

    void client(Client known) {
        client = known;
    }

    /** What is left of the client's limits; all while it was not admitted. */
    public ClientAllowance allowance() {
        return allowance;
    }

    void allowance(ClientAllowance left) {
        allowance = left;
    }

    /** Its place among those that are worked on; null while it has none. */
    Admission.Ticket ticket() {
        return ticket;
    }

    /** Its share of the memory for requests; the client has to have been admitted. */
    public MemoryShare memory() {
        return ticket;
    }

    void ticket(Admission.Ticket given) {
        ticket = given;
    }

    /** How long the body took to arrive, in nanoseconds. */
    public long bodyTime() {
        return bodyTime;
    }

    void bodyTime(long nanos) {
        bodyTime = nanos;
    }
}
