package dev.agentservice.requirement;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a test with {@link RequiresCommand} runs, skips or fails.
 */
class RequiresCommandCondition implements ExecutionCondition {

	private static final Logger log = LoggerFactory.getLogger(RequiresCommandCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresCommand.class)
			.map((required) -> evaluate(context.getDisplayName(), Command.parse(required.value()), inCi()))
			.orElseGet(() -> ConditionEvaluationResult.enabled("needs no command"));
	}

	private static boolean inCi() {
		return Boolean.parseBoolean(System.getenv("CI"));
	}

	static ConditionEvaluationResult evaluate(String test, Command command, boolean inCi) {
		return command.whyItDoesNotWork(System.getenv("PATH"))
			.map((reason) -> missing(test, reason, inCi))
			.orElseGet(() -> ConditionEvaluationResult.enabled("'" + command + "' works"));
	}

	private static ConditionEvaluationResult missing(String test, String reason, boolean inCi) {
		if (inCi) {
			throw new ExtensionConfigurationException(reason + ". In CI nothing is skipped: install it in .ci/run");
		}
		log.atWarn().addKeyValue("test", test).addKeyValue("reason", reason).log("Skipped a test");
		return ConditionEvaluationResult.disabled(reason);
	}

}
