package dev.agentservice.setting;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the configuration, instead of a stack trace. */
class UnusableSettingsFailureAnalyzer extends AbstractFailureAnalyzer<UnusableSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, UnusableSettingsException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct or remove them. docs/configuration.md lists every setting and its environment variable.",
				cause);
	}

}
