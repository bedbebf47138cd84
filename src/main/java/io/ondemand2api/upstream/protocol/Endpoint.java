package io.ondemand2api.upstream.protocol;

/**
 * A model as OnDemand serves it.
 *
 * @param id such as {@code predefined-openai-gpt4o}
 * @param name the upstream's short name, by which a caller may ask for it too; or null
 * @param active false when the upstream lists it but does not serve it
 * @param thinks true when it takes a reasoning effort
 */
public record Endpoint(String id, String name, boolean active, boolean thinks) {

    /** An endpoint of which only the id is known. */
    public static Endpoint unlisted(String id) {
        return new Endpoint(id, null, true, false);
    }
}
