package io.ondemand2api.clients;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what is left of the limits of each listed client: as many as are listed, and no more. */
public final class ClientLimiter {

    private final SpentTokens spent;
    private final SharedLimits shared;
    private final SharedSpending spending;
    private volatile Map<String, ClientAllowance> allowances = Map.of();

    /**
     * @param spent what clients have spent of their days and months
     * @param shared what other processes know; null where there are none
     */
    public ClientLimiter(SpentTokens spent, SharedLimits shared) {
        this.spent = spent;
        this.shared = shared;
        this.spending = shared == null ? null : new SharedSpending(spent, shared);
        if (shared != null) {
            shared.whenBack(() -> allowances.values().forEach(ClientAllowance::back));
        }
    }

    /** Knows these clients from now on. Those that were known before have used what they have used. */
    public synchronized void use(List<Client> clients) {
        Map<String, ClientAllowance> after = new LinkedHashMap<>();
        for (Client client : clients) {
            if (!client.limits().equals(ClientLimits.NONE)) {
                ClientAllowance allowance = allowances.get(client.label());
                if (allowance == null) {
                    allowance = new ClientAllowance(client.label(), client.limits(), spent, shared(client));
                } else {
                    allowance.change(client.limits());
                }
                after.put(client.label(), allowance);
            }
        }
        allowances = after;
    }

    private SharedAllowance shared(Client client) {
        return shared == null ? null : new SharedAllowance(client.label(), shared, spending);
    }

    /** What is left for this client. */
    public ClientAllowance of(Client client) {
        return allowances.getOrDefault(client.label(), ClientAllowance.UNLIMITED);
    }
}
