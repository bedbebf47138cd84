package io.ondemand2api.models;

import java.util.List;

/**
 * A model as an operator sees it.
 *
 * @param name by which clients ask for it
 * @param kind {@code profile}, {@code alias} or {@code endpoint}
 * @param endpoint the id of the endpoint that serves it
 * @param served false when the upstream does not list the endpoint, or calls it inactive
 * @param fallbackModels the models to ask next
 * @param changed what the profile changes, by the names of its fields; never the texts themselves
 */
public record ListedModel(
        String name, String kind, String endpoint, boolean served, List<String> fallbackModels, List<String> changed) {}
