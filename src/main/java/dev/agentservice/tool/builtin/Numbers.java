package dev.agentservice.tool.builtin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;

/**
 * The numbers the calculator works with: how exact they are, how large they may get and
 * how they are written.
 */
final class Numbers {

	/** Far more digits than are shown, so that rounding on the way does not show. */
	static final MathContext PRECISION = new MathContext(100, RoundingMode.HALF_UP);

	static final BigDecimal PI = new BigDecimal(
			"3.14159265358979323846264338327950288419716939937510582097494459230781");

	static final String RULES = "Only numbers, + - * / ^ %, parentheses and the functions " + NumberFunction.NAMES
			+ " are known.";

	/**
	 * Values beyond 10^±this are refused: spelling one out would take that many digits.
	 */
	static final int MAX_MAGNITUDE = 10_000;

	private static final int SHOWN_DIGITS = MathContext.DECIMAL128.getPrecision();

	private static final int LONGEST_FRACTION = 40;

	private Numbers() {
	}

	/** EvalEx sends the result of every operator and function through here. */
	static EvaluationValue checked(Object value, ExpressionConfiguration configuration) {
		if (value instanceof BigDecimal number) {
			return EvaluationValue.numberValue(bounded(number));
		}
		throw new ArithmeticException("only numbers can be calculated with");
	}

	static BigDecimal bounded(BigDecimal value) {
		if (value.signum() != 0 && Math.abs(magnitude(value)) > MAX_MAGNITUDE) {
			throw tooLarge();
		}
		return value;
	}

	static ArithmeticException tooLarge() {
		return new ArithmeticException(
				"a number on the way is beyond 10^" + MAX_MAGNITUDE + " or 10^-" + MAX_MAGNITUDE);
	}

	/** What floating point knows of a value: not its last digits, they are noise. */
	static BigDecimal rough(double value) {
		return BigDecimal.valueOf(value).round(new MathContext(12, RoundingMode.HALF_UP));
	}

	/** The exponent of the value in scientific notation. */
	static int magnitude(BigDecimal value) {
		return Math.toIntExact((long) value.precision() - value.scale() - 1);
	}

	/** The value without its magnitude: at least 1 and less than 10, with the sign. */
	static double mantissa(BigDecimal value) {
		return value.movePointLeft(magnitude(value)).doubleValue();
	}

	/**
	 * Writes a result: at least 34 significant digits if it has them, every digit before
	 * the point, no trailing zeros; in scientific notation only where digits would be
	 * made up or zeros would not end.
	 */
	static String plain(BigDecimal value) {
		if (value.signum() == 0) {
			return "0";
		}
		int wholeDigits = magnitude(value) + 1;
		if (wholeDigits > PRECISION.getPrecision()) {
			return value.round(MathContext.DECIMAL128).stripTrailingZeros().toString();
		}
		BigDecimal shown = value.round(new MathContext(Math.max(SHOWN_DIGITS, wholeDigits), RoundingMode.HALF_UP))
			.stripTrailingZeros();
		return (wholeDigits < -LONGEST_FRACTION) ? shown.toString() : shown.toPlainString();
	}

}
