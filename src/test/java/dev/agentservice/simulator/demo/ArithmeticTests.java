package dev.agentservice.simulator.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArithmeticTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What is 17.5 % of 2,300?      | 17.5 / 100 * 2300
			What is (3 + 4) * 12?         | (3 + 4) * 12
			Please divide: 9 divided by 4 | 9 / 4
			2^10 it is                    | 2^10
			6 × 7 = ?                     | 6 * 7
			-2 + 5.                       | -2 + 5
			""")
	void whatThereIsToCalculateIsFound(String task, String expression) {
		assertThat(Arithmetic.in(task)).containsExactly(expression);
	}

	@Test
	void severalExpressionsAreFound() {
		assertThat(Arithmetic.in("1 + 1 and 2 * 3, please")).containsExactly("1 + 1", "2 * 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "On 2026-05-01 at 10:30", "Order A-12-34", "Call 555-1234", "Just 42", "24/7 support" })
	void numbersAloneAreNoArithmetic(String task) {
		assertThat(Arithmetic.in(task)).isEmpty();
	}

}
