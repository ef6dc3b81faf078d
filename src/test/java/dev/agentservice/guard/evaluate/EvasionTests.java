package dev.agentservice.guard.evaluate;

import java.time.Duration;
import java.util.List;

import dev.agentservice.guard.evaluate.set.Evasion;
import dev.agentservice.guard.injection.InjectionDetector;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every example of every rule about words, in every known way to write it.
 */
class EvasionTests {

	private static final InjectionGuard GUARD = new InjectionGuard(null, Duration.ofMinutes(1));

	private static final List<String> BLOCKED = InjectionDetector.shipped()
		.rules()
		.stream()
		.filter((rule) -> rule.content() == 1)
		.filter((rule) -> rule.texts().isEmpty())
		.flatMap((rule) -> rule.examples().stream())
		.toList();

	@ParameterizedTest
	@EnumSource(Evasion.class)
	void whatIsBlockedStaysBlockedHoweverItIsWritten(Evasion evasion) {
		List<String> passed = BLOCKED.stream()
			.filter((text) -> !GUARD.inspect(evasion.apply(text), Origin.TOOL_RESULT).blocked())
			.toList();

		assertThat(BLOCKED).hasSizeGreaterThan(60);
		assertThat(passed).hasSizeLessThanOrEqualTo(BLOCKED.size() / 20);
	}

}
