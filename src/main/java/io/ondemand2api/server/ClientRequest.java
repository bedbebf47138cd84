package io.ondemand2api.server;

import io.ondemand2api.clients.Client;
import io.ondemand2api.clients.ClientAllowance;
import io.ondemand2api.core.MemoryShare;
import io.vertx.core.http.HttpServerRequest;

/** One request of one client, as an entry route has it in hand. Used by one thread at a time. */
public final class ClientRequest {

    private final HttpServerRequest request;
    private final ClientConnection connection;
    private Client client;
    private ClientAllowance allowance = ClientAllowance.UNLIMITED;
    private Admission.Ticket ticket;
    private long bodyTime;

    ClientRequest(HttpServerRequest request, ClientConnection connection) {
        this.request = request;
        this.connection = connection;
    }

    HttpServerRequest request() {
        return request;
    }

    /** The path without its query and without needless slashes; it tells the dialect. */
    public String path() {
        return RequestPath.of(request);
    }

    /** Where the answer goes. */
    public ClientConnection connection() {
        return connection;
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
