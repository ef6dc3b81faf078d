package dev.agentservice.tool.call;

import java.util.Queue;

import dev.agentservice.tool.ToolContext;

/**
 * What the calls of one step share.
 *
 * @param context the run
 * @param listener hears of them
 * @param runtime what the calls of all tools share
 * @param ended gets their endings
 */
record StepScope(ToolContext context, ToolListener listener, ToolRuntime runtime, Queue<ToolCall.Ended> ended) {

}
