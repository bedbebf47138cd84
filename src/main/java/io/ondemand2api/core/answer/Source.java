package io.ondemand2api.core.answer;

/**
 * Where the upstream says that it has its knowledge from.
 *
 * @param url an address of http or https
 * @param title what is there; the address where the upstream does not say
 */
public record Source(String url, String title) {}
