package dev.agentservice.support.state;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints why this release must not start here, instead of a stack trace. */
class StateFailureAnalyzer extends AbstractFailureAnalyzer<StateTooNewException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, StateTooNewException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Deploy a release that reads that version: only a newer one helps, see "
						+ "docs/runbooks/AgentStateUnreadable.md. If this is the wrong Redis, correct its address.",
				cause);
	}

}
