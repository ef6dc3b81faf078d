package dev.agentservice.tool.builtin;

import java.math.BigDecimal;

/**
 * Powers of the numbers that the calculator works with.
 */
final class Powers {

	private static final BigDecimal MAX_EXPONENT = BigDecimal.valueOf(999_999_999);

	private Powers() {
	}

	/**
	 * Raises to a power: as exactly as the precision allows for whole exponents,
	 * otherwise to 12 digits, which is what floating point can vouch for. The size of the
	 * result is known before it is worked out.
	 */
	static BigDecimal of(BigDecimal base, BigDecimal exponent) {
		if (base.signum() == 0) {
			return powerOfZero(exponent);
		}
		double logarithm = Math.log10(Math.abs(Numbers.mantissa(base))) + Numbers.magnitude(base);
		if (exponent.abs().compareTo(MAX_EXPONENT) > 0
				|| Math.abs(logarithm * exponent.doubleValue()) > Numbers.MAX_MAGNITUDE) {
			throw Numbers.tooLarge();
		}
		return isWhole(exponent) ? base.pow(exponent.intValueExact(), Numbers.PRECISION)
				: roughPower(base, logarithm * exponent.doubleValue());
	}

	private static BigDecimal powerOfZero(BigDecimal exponent) {
		if (exponent.signum() < 0) {
			throw new ArithmeticException("division by zero");
		}
		return (exponent.signum() == 0) ? BigDecimal.ONE : BigDecimal.ZERO;
	}

	private static BigDecimal roughPower(BigDecimal base, double logarithm) {
		if (base.signum() < 0) {
			throw new ArithmeticException("a broken power of a negative number is not a real number");
		}
		int magnitude = (int) logarithm;
		return Numbers.rough(Math.pow(10, logarithm - magnitude)).scaleByPowerOfTen(magnitude);
	}

	private static boolean isWhole(BigDecimal value) {
		return value.stripTrailingZeros().scale() <= 0;
	}

}
