package io.ondemand2api.completion;

import io.ondemand2api.core.UsageEstimate;
import io.ondemand2api.core.toolcall.ToolCallLimits;
import io.ondemand2api.upstream.AnswerMemory;

/**
 * What the making of one answer may cost; the same for all.
 *
 * @param estimate counts tokens where the upstream does not
 * @param toolCalls bounds the reading of an answer
 * @param memory bounds what all answers hold
 */
public record AnswerBounds(UsageEstimate estimate, ToolCallLimits toolCalls, AnswerMemory memory) {}
