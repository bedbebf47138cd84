package io.ondemand2api.models;

import io.ondemand2api.core.CallForm;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.upstream.protocol.Endpoint;
import io.ondemand2api.upstream.protocol.EndpointList;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which models there are: the upstream's live registry and the operator's aliases and profiles. The last good registry is kept when
 * the upstream fails; before the first one, aliases are taken as they stand. Safe for several threads.
 */
public final class EndpointRegistry {

    private static final List<String> RAW_PREFIXES = List.of("predefined-", "byoi-", "byom-");

    private final Map<String, String> aliases;
    private final Map<String, CallForm> callForms;
    private final int most;
    private volatile Map<String, ModelProfile> profiles;
    private volatile Map<String, Endpoint> byId;
    private volatile Map<String, Endpoint> byName = Map.of();

    /**
     * @param aliases model name to endpoint id, in the order in which they are listed
     * @param callForms endpoint id to the form of calls that its model is taught
     * @param most how many endpoints the upstream may list
     */
    public EndpointRegistry(Map<String, String> aliases, Map<String, CallForm> callForms, int most) {
        this.most = most;
        this.callForms = Map.copyOf(callForms);
        this.aliases = new LinkedHashMap<>(aliases);
        use(List.of());
    }

    /** Makes these the operator's profiles from now on; one of the name of an alias takes its place. */
    public void use(List<ModelProfile> given) {
        Map<String, ModelProfile> named = new LinkedHashMap<>();
        given.forEach(profile -> named.put(profile.name(), profile));
        aliases.forEach((name, id) -> named.putIfAbsent(name, ModelProfile.alias(name, id)));
        profiles = named;
    }

    /** What the operator means by this name; null when that is nothing of its own. */
    public ModelProfile profile(String model) {
        return profiles.get(model);
    }

    /** The form of calls that the model of this endpoint is taught. */
    public CallForm callForm(String endpoint) {
        return callForms.getOrDefault(endpoint, CallForm.HERMES);
    }

    /** Replaces the registry by the body of the upstream's answer; keeps the old one when that cannot be read. */
    public void update(byte[] body) throws IOException {
        Map<String, Endpoint> ids = new LinkedHashMap<>();
        Map<String, Endpoint> names = new LinkedHashMap<>();
        for (Endpoint endpoint : EndpointList.parse(body, most)) {
            ids.putIfAbsent(endpoint.id(), endpoint);
            if (endpoint.name() != null && endpoint.active()) {
                names.putIfAbsent(endpoint.name(), endpoint);
            }
        }
        byName = names;
        byId = ids;
    }

    /** True once the upstream's registry was read. */
    public boolean known() {
        return byId != null;
    }

    /**
     * Finds what serves a model: a profile or an alias, an endpoint id, or an active endpoint's name.
     *
     * @throws AnswerException {@link Failure#MODEL_NOT_FOUND}
     */
    public Endpoint resolve(String model) throws GatewayException {
        Map<String, Endpoint> ids = byId == null ? Map.of() : byId;
        ModelProfile profile = profiles.get(model);
        if (profile != null) {
            Endpoint endpoint = ids.getOrDefault(profile.endpoint(), Endpoint.unlisted(profile.endpoint()));
            if (endpoint.active()) {
                return endpoint;
            }
            throw UpstreamFailures.modelNotFound(model);
        }
        Endpoint named = byName.get(model);
        if (named != null) {
            return named;
        }
        if (RAW_PREFIXES.stream().anyMatch(model::startsWith)) {
            // taken as it is, even when the registry calls it inactive: the upstream has the last word
            return ids.getOrDefault(model, Endpoint.unlisted(model));
        }
        throw UpstreamFailures.modelNotFound(model);
    }

    /** True for every name that is an alias, an endpoint's id or its name, so that there are only so many. */
    public boolean lists(String name) {
        Map<String, Endpoint> ids = byId == null ? Map.of() : byId;
        return profiles.containsKey(name)
                || profiles.values().stream()
                        .anyMatch(profile -> profile.endpoint().equals(name))
                || ids.containsKey(name)
                || byName.containsKey(name);
    }

    /** All names that can be asked for: profiles and aliases that are served, then every active endpoint by its id. */
    public List<String> names() {
        Map<String, ModelProfile> named = profiles;
        List<String> names = new ArrayList<>();
        named.forEach((name, profile) -> {
            if (served(profile.endpoint())) {
                names.add(name);
            }
        });
        if (byId != null) {
            byId.values().stream()
                    .filter(Endpoint::active)
                    .map(Endpoint::id)
                    .filter(id -> !named.containsKey(id))
                    .forEach(names::add);
        }
        return names;
    }

    /** All models with what serves them: profiles and aliases, also those that are not served, then the endpoints. */
    public List<ListedModel> listed() {
        List<ListedModel> listed = new ArrayList<>();
        profiles.values().forEach(profile -> {
            List<String> changed = ProfileChanges.of(profile);
            boolean plain = changed.isEmpty() && profile.fallbackModels().isEmpty();
            listed.add(new ListedModel(
                    profile.name(),
                    plain ? "alias" : "profile",
                    profile.endpoint(),
                    served(profile.endpoint()),
                    profile.fallbackModels(),
                    changed));
        });
        if (byId != null) {
            byId.values()
                    .forEach(one -> listed.add(
                            new ListedModel(one.id(), "endpoint", one.id(), one.active(), List.of(), List.of())));
        }
        return listed;
    }

    /** An own endpoint (byoi, byom) is not in the public registry: only a predefined one can be missed there. */
    private boolean served(String id) {
        Map<String, Endpoint> ids = byId;
        if (ids == null) {
            return true;
        }
        Endpoint endpoint = ids.get(id);
        return endpoint == null ? !id.startsWith("predefined-") : endpoint.active();
    }
}
