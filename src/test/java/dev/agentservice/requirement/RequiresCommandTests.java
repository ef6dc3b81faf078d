package dev.agentservice.requirement;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequiresCommandTests {

	private static final Command MISSING = Command.parse("no-such-command");

	@Test
	@RequiresCommand("sh")
	void theAnnotationLetsATestRunWhereTheCommandExists() {
		assertThat(Command.parse("sh").whyItDoesNotWork(System.getenv("PATH"))).isEmpty();
	}

	@Test
	void aMissingCommandSkipsWithItsReason() {
		ConditionEvaluationResult result = RequiresCommandCondition.evaluate("a test", MISSING, false);
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).contains("'no-such-command' is not on the PATH");
	}

	@Test
	void aMissingCommandFailsInCi() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> RequiresCommandCondition.evaluate("a test", MISSING, true))
			.withMessageStartingWith("'no-such-command' is not on the PATH");
	}

	@Test
	void aWorkingCommandRunsTheTestInCiToo() {
		assertThat(RequiresCommandCondition.evaluate("a test", Command.parse("sh"), true).isDisabled()).isFalse();
	}

	@Test
	void aCommandThatIsThereButDoesNotWorkIsMissing() {
		Optional<String> reason = Command.parse("sh -c false").whyItDoesNotWork(System.getenv("PATH"));
		assertThat(reason).contains("'sh -c false' ended with 1");
	}

	@Test
	void aCommandWhoseCallEndsWellWorks() {
		assertThat(Command.parse("sh -c true").whyItDoesNotWork(System.getenv("PATH"))).isEmpty();
	}

}
