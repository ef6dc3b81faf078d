package dev.agentservice.agent.catalog;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints which agent file is broken where, instead of a stack trace. */
class AgentsFailureAnalyzer extends AbstractFailureAnalyzer<AgentsUnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, AgentsUnusableException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Mend or remove these files, or point agent-service.agents.directory to the right place. "
						+ "docs/agents.md lists every key.",
				cause);
	}

}
