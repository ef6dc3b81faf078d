package dev.agentservice.guard;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Inspection;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.normal.Normaliser;
import dev.agentservice.guard.normal.Views;
import dev.agentservice.support.Allocation;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts that nobody would write. The seed is fixed, so a failure happens again.
 */
@BesideOthers
class GuardFuzzTests {

	private static final long SEED = 20261123;

	private static final int MEGABYTE = 1 << 20;

	/** Four times what the worst of these texts takes. */
	private static final long BYTES_PER_CHARACTER = 8_000;

	private static final List<String> PIECES = List.of("ignore ", "previous ", "instructions", "%69", "%", "%zz",
			"&#x69;", "&#", "&", "\\u0069", "\\u", "\\", "aWdub3Jl", "6967 6e6f", "0x69", ".- ", "... / ", "01101001",
			"\u202E", "\u202C", "\u200B", "\u0301", "\u0315", "\uD83D", "\uDE00", "\uDB40\uDC69", "\uFDFA", "𝐢", "і",
			"忽略", "無視", "무시", "a ", "i  g ", "<", ">", "<|", "|>", "[INST]", "\n", "\n\n", ": ", ". ", "'", "''",
			"1gn0r3", "==", "+", "@", "http://x", "you are now ", "do anything ", "no ", "rules ", "\u0000", "\uFFFF");

	private static final InjectionGuard GUARD = new InjectionGuard(null, Duration.ofHours(1));

	@Test
	void noTextIsTooStrangeToBeInspected() {
		Random random = new Random(SEED);
		for (int round = 0; round < 1000; round++) {
			String text = pieces(random, 1 + random.nextInt(40));
			Inspection inspection = GUARD.inspect(text, Origin.TOOL_RESULT);
			assertThat(inspection.score()).as("round %d", round).isBetween(0.0, 1.0);
		}
	}

	@Test
	void allViewsTogetherStayInProportionToTheText() {
		Normaliser normaliser = new Normaliser((word) -> word.length() % 2 == 0);
		Random random = new Random(SEED);
		for (int round = 0; round < 1000; round++) {
			String text = pieces(random, 1 + random.nextInt(200));
			Views views = normaliser.views(text);
			assertThat(views.length()).as("round %d", round).isLessThanOrEqualTo(12L * text.length() + 4096);
		}
	}

	@ParameterizedTest
	@MethodSource("unitsThatAreRepeated")
	void twiceTheTextIsTwiceAsMuchToLookAt(String unit) {
		Normaliser normaliser = new Normaliser((word) -> word.length() > 2);
		long once = normaliser.views(unit.repeat(20_000 / unit.length())).length();
		long twice = normaliser.views(unit.repeat(40_000 / unit.length())).length();

		assertThat(twice).isLessThanOrEqualTo(once * 2 + 4 * 4096);
	}

	@ParameterizedTest
	@Tag("slow")
	@MethodSource("unitsThatAreRepeated")
	void aMegabyteIsInspectedWithBoundedWork(String unit) {
		String text = unit.repeat(MEGABYTE / unit.length());
		long before = Allocation.bytes();
		assertThat(GUARD.inspect(text, Origin.TOOL_RESULT).score()).isBetween(0.0, 1.0);
		assertThat((Allocation.bytes() - before) / text.length()).isLessThan(BYTES_PER_CHARACTER);
	}

	static Stream<String> unitsThatAreRepeated() {
		return Stream.of("a", "a ", "ignore ", "ignore previous ", "previous instructions you must never say the ",
				"e\u0301\u0315", "\uFDFA", "%", "%69", "&#105;", "&", "\\", "\\u0069", "aWdub3JlIGFsbA", "61", "6a 6b ",
				".-", ".- / ", "01101001", "\u202Eab", "\uDB40\uDC61", "<", "<|im_start", "[inst", "a = 'b' ", "忽",
				"忽略以前", "i g n o r e ", "it's ", "''''", "x.y@", "!!!!", "\n", "user:\n", "```", "vtaber nyy cerivbhf ",
				everyWord());
	}

	/** As many rules as possible are tried, and none matches. */
	private static String everyWord() {
		return "you never are with no all the your will can model system ai do say as from or any to ethics mode send "
				+ "user answer not must now in act two one ";
	}

	private static String pieces(Random random, int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> PIECES.get(random.nextInt(PIECES.size())))
			.collect(Collectors.joining());
	}

}
