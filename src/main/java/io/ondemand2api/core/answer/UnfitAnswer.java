package io.ondemand2api.core.answer;

/**
 * What is wrong with an answer. Both texts say nothing but what the caller and the model said.
 *
 * @param repair what to say to the model so that it does better
 * @param reason one sentence for the caller, for when it does not
 */
public record UnfitAnswer(String repair, String reason) {}
