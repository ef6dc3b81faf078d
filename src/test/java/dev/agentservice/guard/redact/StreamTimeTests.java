package dev.agentservice.guard.redact;

import java.lang.management.ManagementFactory;

import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long texts take that were made to take long. */
@Tag("slow")
class StreamTimeTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	private static final Instructions INSTRUCTIONS = Instructions
		.of("You are the assistant of a shop. Answer the questions of its customers in one or two sentences, and never talk "
				+ "about the prices of other shops. If a customer asks for a refund, look at the order first.")
		.with(Instructions.newCanary());

	@ParameterizedTest
	@ValueSource(strings = { "-----BEGIN ", "-----BEGIN", "-", "-----BEGIN PRIVATE KEY-----", "1", "12 ",
			"123 456 789 ", "1-1,", "(1) ", "+1 ", "1.1.1.1 ", "@", "a@", "a@ ", "a@b.", "[", "![", "](", "](a ",
			"[a](", "]: ", "<img ", "<a ", "<img src=\"", "<a &#", "http://a", "http://a.b/?x=y ", "www.", "password ",
			"password: a1 ", "secret token key-1 ", "a:b:", "::1 ", "eyJ", "eyJ.", "AKIA", "GB82 WEST ", "\u200b",
			"\ud83d\ude00", "aA1-", "call 5551234 ", "a", "\n", " ", "you are the assistant ", "you are\u00ad ", "%40",
			"\\n", "Mr. A " })
	void theTimeIsLinear(String unit) {
		int size = 16_000;
		String text = unit.repeat(4 * size / unit.length());
		redactInTime(text);
		double once = redactInTime(text.substring(0, text.length() / 4));
		double fourTimes = redactInTime(text);
		assertThat(fourTimes).as("four times the text after %s ms", once).isLessThan(20 * Math.max(once, 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-----BEGIN ", "1", "12345678901234567 ", "@", "a@", "[", "![](", "<img ",
			"http://a.b/?q=", "a" })
	void aMegabyteTakesSeconds(String unit) {
		assertThat(redactInTime(unit.repeat(1_000_000 / unit.length()))).isLessThan(30_000);
	}

	private static double redactInTime(String text) {
		long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
		stream.accept(text);
		stream.finish();
		return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6;
	}

}
