package dev.agentservice.tool.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * The tools one agent may use. Immutable and safe for use by many runs at a time.
 */
@NamedInterface("call")
public final class Toolset {

	private final Map<String, AgentTool> tools;

	/** By the tool that may fail; the model knows nothing of them. */
	private final Map<String, AgentTool> fallbacks;

	private final ToolRuntime runtime;

	public Toolset(Map<String, AgentTool> tools, Map<String, AgentTool> fallbacks, ToolRuntime runtime) {
		this.tools = tools;
		this.fallbacks = fallbacks;
		this.runtime = runtime;
	}

	/** The same with one more tool, which only this run has. */
	public Toolset with(AgentTool tool) {
		Map<String, AgentTool> all = new LinkedHashMap<>(this.tools);
		all.put(tool.name(), tool);
		return new Toolset(all, this.fallbacks, this.runtime);
	}

	/** What the model is told about the tools, always in the same order. */
	public List<ToolSpecification> specifications() {
		return this.tools.values().stream().map(AgentTool::specification).toList();
	}

	/**
	 * Runs the calls of one step, in parallel where their tools allow it, each on a
	 * virtual thread of its own and bounded by the earlier of its time-out and the run's
	 * deadline. A tool's fault never throws: where its fallback cannot help either, it
	 * becomes that call's result.
	 * @param calls what the model asked for
	 * @param context the run
	 * @param listener hears each call begin and end, on this thread
	 * @return one result per call, in the order of the calls
	 * @throws ToolsInterruptedException if this thread is interrupted
	 */
	public List<ToolResult> execute(List<RequestedCall> calls, ToolContext context, ToolListener listener) {
		return new ToolStep(this, context, listener, this.runtime).run(calls);
	}

	/** Whether a tool, or the fallback of one, may bring what a third party wrote. */
	public boolean bringsThirdPartyContent() {
		return Stream.concat(this.tools.values().stream(), this.fallbacks.values().stream())
			.anyMatch((tool) -> !tool.settings().trusted());
	}

	/** Whether a tool changes something outside; the fallbacks of the others do not. */
	public boolean hasSideEffects() {
		return this.tools.values().stream().anyMatch((tool) -> tool.settings().sideEffects());
	}

	/** A tool that may have been called, for the model or as a fallback; or null. */
	@Nullable AgentTool find(String name) {
		AgentTool tool = this.tools.get(name);
		return (tool != null) ? tool
				: this.fallbacks.values()
					.stream()
					.filter((fallback) -> fallback.name().equals(name))
					.findAny()
					.orElse(null);
	}

	/** What is called when a tool has failed, or null. */
	@Nullable AgentTool fallback(String tool) {
		return this.fallbacks.get(tool);
	}

	AgentTool tool(String name) {
		AgentTool tool = this.tools.get(name);
		if (tool == null) {
			throw new UnknownToolException(this.tools.isEmpty() ? "There are no tools. Answer without one."
					: "There is no tool of that name. The tools are: " + String.join(", ", this.tools.keySet()) + ".");
		}
		return tool;
	}

	/** The model asked for a tool it does not have; the message is for the model. */
	static class UnknownToolException extends RuntimeException {

		UnknownToolException(String message) {
			super(message);
		}

	}

}
