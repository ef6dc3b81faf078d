package dev.agentservice.tool.builtin;

import java.time.Duration;
import java.util.Random;

import dev.agentservice.tool.ToolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class CalculatorToolTests {

	private final CalculatorTool calculator = new CalculatorTool();

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			0.1 + 0.2 ; 0.3
			17.5% * 2300 ; 402.5
			200 + 10% ; 200.1
			(1299.90 - 15% * 1299.90) / 12 ; 92.07625
			1/3*3 ; 1
			10 / 4 ; 2.5
			1000000 * 1000000 ; 1000000000000
			2.50 * 4 ; 10
			12345678901234567890 * 98765432109876543210 ; 1219326311370217952237463801111263526900
			-2^2 ; -4
			2^-1 ; 0.5
			2 ^ -1 ; 0.5
			2^-3^2 ; 0.001953125
			2^50% ; 1.41421356237
			2^10 ; 1024
			2**10 ; 1024
			2^3^2 ; 512
			9^0.5 ; 3
			10^-200 * 10^200 ; 1
			0^0 ; 1
			1.5e6 / 3 ; 500000
			5 × 4 ÷ 2 − 1 ; 9
			ROUND(2.345, 2) ; 2.35
			ROUND(1234, -2) ; 1200
			sqrt(2) ; 1.414213562373095048801688724209698
			LOG10(1000) ; 3
			LN(1) ; 0
			MOD(10, 3) ; 1
			MAX(1, 7, 3) - MIN(4, 2) ; 5
			SUM(1.1, 2.2, 3.3) ; 6.6
			AVERAGE(1, 2) ; 1.5
			FLOOR(-1.5) ; -2
			CEILING(1.2) ; 2
			ABS(-3) ; 3
			2 * PI ; 6.283185307179586476925286766559006
			""")
	void calculatesAsPeopleWriteIt(String expression, String result) {
		assertThat(this.calculator.calculate(expression)).isEqualTo(result);
	}

	@Test
	void writesNumbersOutAsLongAsEveryDigitIsTrue() {
		assertThat(this.calculator.calculate("2^100")).isEqualTo("1267650600228229401496703205376");
		assertThat(this.calculator.calculate("10^40/3")).isEqualTo("3".repeat(40));
		assertThat(this.calculator.calculate("2^1000")).isEqualTo("1.071508607186267320948425049060002E+301");
		assertThat(this.calculator.calculate("10^-60")).isEqualTo("1E-60");
	}

	@ParameterizedTest
	@ValueSource(strings = { "9^9^9^9", "10^1000000000", "10^-1000000000", "(10^9999)^9999", "1e999999999 + 1",
			"1e2147483647", "1e99999999999", "ROUND(1, 1000000000)", "ROUND(1, 1e9999)", "FLOOR(1e999999999)",
			"1.0000001^(10^5000)", "SQRT(1e-999999999)", "MOD(1e999999, 3)", "0.5^10^10^10" })
	void refusesWhatWouldNotEnd(String expression) {
		assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertThatExceptionOfType(ToolException.class)
			.isThrownBy(() -> this.calculator.calculate(expression)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "2 +", "1/0", "1/0.0", "0/0", "MOD(1,0)", "0^-1", "(-8)^0.5", "LN(0)",
			"SQRT(-1)", "(1", "1)", "foo + 1", "SYSTEM(1)", "\"a\" + \"b\"", "[1,2]", "1,000 * 3", "1 = 1", "DT_NOW()",
			"RANDOM()", "2(3)", "10 % 3", "€5", "ROUND(1)", "1;2", "a.b", "0x", "1..2" })
	void saysWhatItCannotCalculate(String expression) {
		assertThatExceptionOfType(ToolException.class).isThrownBy(() -> this.calculator.calculate(expression))
			.satisfies((ex) -> assertThat(ex.getMessage()).isNotBlank()
				.doesNotContain("com.ezylang", "java.", "Exception")
				.hasSizeLessThan(400));
	}

	@Test
	void refusesAnExpressionThatIsTooLong() {
		assertThat(this.calculator.calculate("1" + "+1".repeat(249))).isEqualTo("250");
		assertThatExceptionOfType(ToolException.class)
			.isThrownBy(() -> this.calculator.calculate("1" + "+1".repeat(250)))
			.withMessageContaining("500 characters");
	}

	@Test
	void answersTheDeepestNesting() {
		assertThat(this.calculator.calculate("(".repeat(249) + "1" + ")".repeat(249))).isEqualTo("1");
		assertThat(this.calculator.calculate("-".repeat(498) + "1")).isEqualTo("1");
	}

	@Test
	void neverThrowsAnythingElseWhateverIsWritten() {
		String alphabet = "0123456789.eE+-*/^%(),[]\"' xPIMODROUNDSQRT=<>!&|#$\\\u0000ü𝟙";
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder expression = new StringBuilder();
			for (int length = random.nextInt(1, 25); length > 0; length--) {
				expression.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			assertThatNoException().as(expression.toString()).isThrownBy(() -> tryOut(expression.toString()));
		}
	}

	private void tryOut(String expression) {
		try {
			this.calculator.calculate(expression);
		}
		catch (ToolException _) {
			// says no, which is an answer
		}
	}

}
