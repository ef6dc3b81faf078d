package dev.agentservice.rollout.judge.evidence;

/**
 * Sums and means of numbers of which only the logarithms are known.
 */
public final class LogSum {

	private LogSum() {
	}

	/** ln(e^a + e^b). */
	public static double add(double a, double b) {
		double larger = Math.max(a, b);
		if (larger == Double.NEGATIVE_INFINITY) {
			return larger;
		}
		return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
	}

	/** The logarithm of the sum; of nothing, that of 0. */
	public static double of(double[] logs) {
		double largest = Double.NEGATIVE_INFINITY;
		for (double log : logs) {
			largest = Math.max(largest, log);
		}
		if (largest == Double.NEGATIVE_INFINITY) {
			return largest;
		}
		double sum = 0;
		for (double log : logs) {
			sum += Math.exp(log - largest);
		}
		return largest + Math.log(sum);
	}

	/** The logarithm of the mean; of nothing, that of 1: no evidence. */
	public static double mean(double[] logs) {
		return (logs.length == 0) ? 0 : of(logs) - Math.log(logs.length);
	}

}
