package dev.agentservice.tool;

import dev.agentservice.identity.Caller;
import dev.agentservice.support.Deadline;
import dev.langchain4j.invocation.LangChain4jManaged;

/**
 * On whose behalf a tool is called. A tool's method may take one as a parameter, anywhere
 * in its list; the model never sees that parameter (LangChain4j leaves every
 * {@link LangChain4jManaged} out of the JSON schema).
 *
 * @param caller the authenticated caller of the run
 * @param runId the run
 * @param deadline when the result is no longer wanted; inside a tool the earlier of the
 * run's deadline and the tool's own time-out
 * @param epoch the user's epoch at the run's admission: whoever writes the user's data to
 * Redis demands it unchanged
 * @param call the call's id within the run, for example {@code c0.1}, as in
 * {@link RequestedCall#id()}; empty where no call is made
 * @param idempotencyKey stands for this one call, the same in every attempt of the run: a
 * SHA-256 in hexadecimal of the run, the call's place in it, the tool, and the arguments
 * as the tool gets them. A backend that honours such keys does nothing twice. Empty where
 * no call is made
 */
public record ToolContext(Caller caller, String runId, Deadline deadline, String epoch, String call,
		String idempotencyKey) implements LangChain4jManaged {

	/** A run's context, of which those of its calls are made. */
	public ToolContext(Caller caller, String runId, Deadline deadline, String epoch) {
		this(caller, runId, deadline, epoch, "", "");
	}

	/** The context of one call, with an earlier deadline. */
	public ToolContext of(String call, String idempotencyKey, Deadline earlier) {
		return new ToolContext(this.caller, this.runId, earlier, this.epoch, call, idempotencyKey);
	}

}
