package dev.agentservice.tool.call;

import org.springframework.modulith.NamedInterface;

/**
 * A tool with side effects is about to be called.
 *
 * @param call the call's id within its run
 * @param tool the tool: the one that the model called, or its fallback
 * @param argumentsSha256 a digest of the arguments as the tool gets them
 */
@NamedInterface("call")
public record ToolIntent(String call, String tool, String argumentsSha256) {

}
