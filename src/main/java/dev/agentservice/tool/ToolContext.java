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
 */
public record ToolContext(Caller caller, String runId, Deadline deadline, String epoch) implements LangChain4jManaged {

	/** The same with an earlier deadline. */
	public ToolContext until(Deadline earlier) {
		return new ToolContext(this.caller, this.runId, earlier, this.epoch);
	}

}
