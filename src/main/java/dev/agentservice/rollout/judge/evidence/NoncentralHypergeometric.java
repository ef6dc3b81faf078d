package dev.agentservice.rollout.judge.evidence;

/**
 * The likelihood of an odds ratio ψ, given the margins of a 2×2 table: Fisher's
 * noncentral hypergeometric distribution. With n trials and y events in the judged group,
 * N and M in the other, and m = y + M, {@code P(y | ψ) = C(n, y) C(N, m − y) ψ^y / Z(ψ)},
 * where Z sums over all possible y. Whatever happens to both groups alike is in m, and
 * cancels.
 *
 * @see <a href=
 * "https://en.wikipedia.org/wiki/Fisher%27s_noncentral_hypergeometric_distribution">
 * Fisher's noncentral hypergeometric distribution</a>
 */
public final class NoncentralHypergeometric {

	/** Terms that are smaller than this part of the sum are left out. */
	private static final double NEGLIGIBLE = 1e-17;

	private final long trials;

	private final long events;

	private final long others;

	private final long all;

	/** Of a table that is informative. */
	public NoncentralHypergeometric(CountTable table) {
		this.trials = table.trials();
		this.events = table.events();
		this.others = table.otherTrials();
		this.all = table.allEvents();
	}

	/**
	 * The logarithm of the likelihood, but for a constant that does not depend on ψ.
	 * @param logOdds ln ψ
	 */
	public double logLikelihood(double logOdds) {
		return this.events * logOdds
				- ((logOdds == 0) ? LogFactorial.choose(this.trials + this.others, this.all) : logNormalizer(logOdds));
	}

	/** ln Z(ψ): summed from its largest term outwards, so that nothing overflows. */
	private double logNormalizer(double logOdds) {
		double odds = Math.exp(logOdds);
		long least = Math.max(0, this.all - this.others);
		long most = Math.min(this.trials, this.all);
		long mode = Math.clamp(mode(odds), least, most);
		double sum = 1;
		double term = 1;
		for (long y = mode; y < most && term > NEGLIGIBLE * sum; y++) {
			term *= ratio(y, odds);
			sum += term;
		}
		term = 1;
		for (long y = mode; y > least && term > NEGLIGIBLE * sum; y--) {
			term /= ratio(y - 1, odds);
			sum += term;
		}
		return LogFactorial.choose(this.trials, mode) + LogFactorial.choose(this.others, this.all - mode)
				+ mode * logOdds + Math.log(sum);
	}

	/** P(y + 1) / P(y). */
	private double ratio(long y, double odds) {
		return odds * (this.trials - y) * (this.all - y) / ((double) (y + 1) * (this.others - this.all + y + 1));
	}

	/** Where that ratio falls below 1: the smaller root of a quadratic equation. */
	private long mode(double odds) {
		double a = odds - 1;
		double b = odds * (this.trials + this.all + 2.0) + this.others - this.all;
		double c = odds * (this.trials + 1.0) * (this.all + 1.0);
		return (long) (2 * c / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c))));
	}

}
