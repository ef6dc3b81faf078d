package dev.agentservice.tool.source;

import java.util.List;

import dev.agentservice.tool.ToolDefinitionException;

/**
 * Where tools come from.
 */
public interface ToolSource {

	/**
	 * The tools there are.
	 * @throws ToolDefinitionException if one is defined wrongly
	 */
	List<? extends AgentTool> tools();

	/**
	 * Finds out whether the tools can be called, once everything that they need has
	 * started.
	 * @throws ToolDefinitionException if one cannot
	 */
	void checkCallable();

}
