package dev.agentservice.budget.price;

import java.math.BigDecimal;

import dev.agentservice.budget.Payer;
import dev.agentservice.budget.Reservation;
import dev.agentservice.budget.TestBudget;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PriceTests {

	private static final Price HAIKU = price("1", "0.1", "1.25", "5");

	private static final Price DEAREST = price("10000", "10000", "10000", "10000");

	@Test
	void everyKindOfTokenHasItsPrice() {
		assertThat(HAIKU.costNano(new Tokens(1_000_000, 0, 0, 0))).isEqualTo(usd("1"));
		assertThat(HAIKU.costNano(new Tokens(1_000_000, 1_000_000, 0, 0))).isEqualTo(usd("0.1"));
		assertThat(HAIKU.costNano(new Tokens(1_000_000, 0, 1_000_000, 0))).isEqualTo(usd("1.25"));
		assertThat(HAIKU.costNano(new Tokens(0, 0, 0, 1_000_000))).isEqualTo(usd("5"));
	}

	@Test
	void cachedAndWrittenTokensArePartOfTheInput() {
		assertThat(HAIKU.costNano(new Tokens(1_000, 600, 300, 10)))
			.isEqualTo(100 * 1_000 + 600 * 100 + 300 * 1_250 + 10 * 5_000);
	}

	@Test
	void aProviderThatReportsMoreCachedTokensThanInputMakesNothingCheaper() {
		assertThat(HAIKU.costNano(new Tokens(100, 600, 300, 0))).isEqualTo(600 * 100 + 300 * 1_250);
	}

	@ParameterizedTest
	@CsvSource({ "0.000001, 1, 1", "0.000001, 1000, 1", "0.000001, 1001, 2", "0.0125, 1, 13", "0.0125, 2, 25" })
	void aCallIsRoundedUpToWholeNanoUsd(String price, long tokens, long nano) {
		assertThat(price(price, "0", "0", "0").costNano(new Tokens(tokens, 0, 0, 0))).isEqualTo(nano);
	}

	@Test
	void theWorstCaseTakesTheDearerOfInputAndCacheWrite() {
		assertThat(HAIKU.worstCaseNano(1_000, 100)).isEqualTo(1_000 * 1_250 + 100 * 5_000);
		assertThat(price("2", "0.5", "1", "8").worstCaseNano(1_000, 100)).isEqualTo(1_000 * 2_000 + 100 * 8_000);
	}

	@Test
	void noCallWithinItsBoundsCostsMoreThanItsWorstCase() {
		for (long cached = 0; cached <= 1_000; cached += 100) {
			for (long written = 0; written <= 1_000 - cached; written += 100) {
				assertThat(HAIKU.costNano(new Tokens(1_000, cached, written, 100)))
					.isLessThanOrEqualTo(HAIKU.worstCaseNano(1_000, 100));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "0.000001", "0.0125", "0.4", "1.1", "7", "10000" })
	void theLargestOutputIsTheLargestThatAnAmountCanPay(String output) {
		Price price = price("0.3", "0.1", "0.375", output);
		for (long amount = 1; amount < 4_000_000_000L; amount = amount * 3 + 1) {
			long largest = price.largestOutput(17, amount);
			if (largest >= 0) {
				assertThat(price.worstCaseNano(17, largest)).isLessThanOrEqualTo(amount);
			}
			if (largest < Tokens.MAX) {
				assertThat(price.worstCaseNano(17, largest + 1)).isGreaterThan(amount);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "0.000002", "0.0125", "1.1", "10000" })
	void theLargestPromptIsTheLargestThatAnAmountCanPay(String cacheWrite) {
		Price price = price("0.000001", "0", cacheWrite, "1");
		for (long amount = 0; amount < NanoUsd.MAX / 4; amount = amount * 3 + 1) {
			long largest = price.largestPrompt(amount);
			assertThat(price.worstCaseNano(largest, 0)).isLessThanOrEqualTo(amount);
			if (largest < Tokens.MAX) {
				assertThat(price.worstCaseNano(largest + 1, 0)).isGreaterThan(amount);
			}
		}
		assertThat(price("0", "0", "0", "1").largestPrompt(0)).isEqualTo(Tokens.MAX);
	}

	@Test
	void anAmountThatPaysOnlyForThePromptPaysForNoOutput() {
		long prompt = HAIKU.worstCaseNano(1_000, 0);
		assertThat(HAIKU.largestOutput(1_000, prompt)).isZero();
		assertThat(HAIKU.largestOutput(1_000, prompt - 1)).isNegative();
	}

	@Test
	void outputThatCostsNothingIsLimitedOnlyByReason() {
		assertThat(price("1", "1", "1", "0").largestOutput(10, usd("1"))).isEqualTo(Tokens.MAX);
		assertThat(HAIKU.largestOutput(0, NanoUsd.MAX)).isEqualTo(Tokens.MAX);
	}

	@Test
	void theDearestCallThereCanBeDoesNotOverflow() {
		assertThat(DEAREST.costNano(new Tokens(Tokens.MAX, Tokens.MAX, Tokens.MAX, Tokens.MAX)))
			.isEqualTo(usd("3000000"));
		assertThat(DEAREST.worstCaseNano(Tokens.MAX, Tokens.MAX)).isEqualTo(usd("2000000"));
	}

	@Test
	void amountsThatWouldOverflowAreRefused() {
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> HAIKU.largestOutput(0, Long.MAX_VALUE / 999));
	}

	@ParameterizedTest
	@CsvSource({ "-1", "100000001" })
	void countsOfTokensAreChecked(long count) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Tokens(count, 0, 0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Tokens(0, count, 0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Tokens(0, 0, count, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Tokens(0, 0, 0, count));
		assertThatIllegalArgumentException().isThrownBy(() -> HAIKU.worstCaseNano(count, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> HAIKU.worstCaseNano(0, count));
		assertThatIllegalArgumentException().isThrownBy(() -> HAIKU.largestOutput(count, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> reservation(count, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> reservation(0, count));
	}

	@ParameterizedTest
	@CsvSource({ "-0.1, not from 0 to 10000", "10000.01, not from 0 to 10000", "0.0000001, more than six decimals" })
	void everyNumberOfAPriceIsChecked(String wrong, String reason) {
		assertRefused("input", reason, wrong, "0", "0", "0");
		assertRefused("cached-input", reason, "1", wrong, "0", "0");
		assertRefused("cache-write", reason, "1", "0", wrong, "0");
		assertRefused("output", reason, "1", "0", "0", wrong);
	}

	@Test
	void readingTheCacheCannotCostMoreThanTheWorstCaseAssumes() {
		assertThatIllegalArgumentException().isThrownBy(() -> price("1", "1.2", "1.1", "5"))
			.withMessage("cached-input costs more than input and cache-write");
		assertThat(price("1", "1.1", "1.1", "5").cachedInput()).isEqualByComparingTo("1.1");
	}

	@Test
	void zerosBehindTheSixthDecimalAreNoPrecision() {
		assertThat(price("1.25000000", "0", "0", "1E+1").worstCaseNano(1, 1)).isEqualTo(11_250);
	}

	private static void assertRefused(String name, String reason, String... numbers) {
		assertThatIllegalArgumentException().isThrownBy(() -> price(numbers[0], numbers[1], numbers[2], numbers[3]))
			.withMessageContaining(name)
			.withMessageContaining(reason);
	}

	private static Reservation reservation(long promptTokens, long outputTokens) {
		return new Reservation(new Payer("t", TestBudget.USER, "k", "a", "r", 1, 0), TestBudget.MODEL, 1, 1,
				promptTokens, outputTokens, new Deadline(0));
	}

	private static Price price(String input, String cachedInput, String cacheWrite, String output) {
		return new Price(new BigDecimal(input), new BigDecimal(cachedInput), new BigDecimal(cacheWrite),
				new BigDecimal(output));
	}

	private static long usd(String amount) {
		return NanoUsd.of(new BigDecimal(amount));
	}

}
