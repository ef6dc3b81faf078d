package dev.agentservice.tool;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with a tool instead of a stack trace. */
class ToolDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<ToolDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, ToolDefinitionException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Mend the method that is named above, or its settings below agent-service.tools.", cause);
	}

}
