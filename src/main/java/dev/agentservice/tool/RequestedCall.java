package dev.agentservice.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;

/**
 * A tool call that a model asks for, with its place in the run. Models repeat their own
 * ids; the place is unique and the same in every attempt of the run.
 *
 * @param round which of the model's replies with tool calls asks for it, from 0
 * @param index its place in that reply, from 0
 * @param request what the model wrote
 * @param intended the tool that an earlier attempt was about to call for it, of which no
 * result is known; null if there is none
 */
public record RequestedCall(int round, int index, ToolExecutionRequest request, @Nullable String intended) {

	/** The call's id within its run, for example {@code c0.1}. */
	public String id() {
		return "c" + this.round + "." + this.index;
	}

	/** The tool that the model calls. */
	public String name() {
		return this.request.name();
	}

	/** The arguments as the model wrote them; perhaps no JSON at all. */
	public String arguments() {
		return this.request.arguments();
	}

	/** The same after an earlier attempt was about to call this tool for it. */
	public RequestedCall intended(String tool) {
		return new RequestedCall(this.round, this.index, this.request, tool);
	}

}
