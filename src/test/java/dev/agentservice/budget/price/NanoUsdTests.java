package dev.agentservice.budget.price;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NanoUsdTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "0.000000001, 1", "0.05, 50000000", "10.00, 10000000000", "4000000, 4000000000000000" })
	void usdAndNanoUsdAreTheSameMoney(String usd, long nano) {
		assertThat(NanoUsd.of(new BigDecimal(usd))).isEqualTo(nano);
		assertThat(NanoUsd.toUsd(nano)).isEqualByComparingTo(usd);
	}

	@Test
	void whatIsFinerThanANanoUsdIsCutOff() {
		assertThat(NanoUsd.of(new BigDecimal("0.0000000019"))).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "10000000000, 10", "1200000000, 1.2", "1, 0.000000001" })
	void usdAreWrittenPlainlyAndShort(long nano, String usd) {
		assertThat(NanoUsd.toUsd(nano).toPlainString()).isEqualTo(usd);
	}

	@ParameterizedTest
	@CsvSource({ "-0.01", "4000000.01" })
	void otherAmountsAreRefused(String usd) {
		assertThatIllegalArgumentException().isThrownBy(() -> NanoUsd.of(new BigDecimal(usd)));
	}

	@Test
	void theSumOfTwoOfTheLargestAmountsIsExactInLua() {
		assertThat(2 * NanoUsd.MAX).isLessThan(1L << 53);
	}

}
