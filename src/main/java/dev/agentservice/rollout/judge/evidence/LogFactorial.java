package dev.agentservice.rollout.judge.evidence;

/**
 * Logarithms of factorials and binomial coefficients.
 */
final class LogFactorial {

	private static final double[] TABLE = table(4096);

	private LogFactorial() {
	}

	private static double[] table(int size) {
		double[] table = new double[size];
		for (int k = 2; k < size; k++) {
			table[k] = table[k - 1] + Math.log(k);
		}
		return table;
	}

	/** ln k!, for large k by Stirling's series, whose error is then below 1e-14. */
	static double of(long k) {
		if (k < TABLE.length) {
			return TABLE[(int) k];
		}
		double x = k;
		return (x + 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x * x * x);
	}

	/** ln of n over k. */
	static double choose(long n, long k) {
		return of(n) - of(k) - of(n - k);
	}

}
