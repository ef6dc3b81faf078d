package dev.agentservice.guard.evaluate;

import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.guard.evaluate.Linearity.Growth;
import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.support.Allocation;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much work the streamed redactor has with texts that were made to be much work, as
 * what it allocates. Its processor time is judged by {@code scripts/guard-linearity},
 * with the same texts.
 */
@Tag("slow")
@BesideOthers
class StreamWorkTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	private static final Instructions INSTRUCTIONS = HostileTexts.instructions();

	/** Four times what the worst of these texts takes. */
	private static final long BYTES_PER_CHARACTER = 1_000;

	@ParameterizedTest
	@MethodSource("families")
	void theWorkIsLinear(String family) {
		Growth growth = Linearity.ofAllocation(8_000, 2)
			.measure(Objects.requireNonNull(HostileTexts.all().get(family)), StreamWorkTests::redact);
		assertThat(growth.perDoubling()).as("%s bytes at last", growth.most()).isLessThanOrEqualTo(Linearity.MOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-----BEGIN ", "1", "12345678901234567 ", "@", "a@", "[", "![](", "<img ",
			"http://a.b/?q=", "a" })
	void aMegabyteTakesWorkInProportion(String unit) {
		String text = unit.repeat(1_000_000 / unit.length());
		assertThat(Allocation.of(() -> redact(text)) / text.length()).isLessThan(BYTES_PER_CHARACTER);
	}

	static Stream<String> families() {
		return HostileTexts.all().keySet().stream();
	}

	private static void redact(String text) {
		StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
		stream.accept(text);
		stream.finish();
	}

}
