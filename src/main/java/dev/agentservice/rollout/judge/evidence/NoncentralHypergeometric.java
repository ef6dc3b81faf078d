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

	/** So many possible values are summed at once; their powers are far from overflow. */
	private static final int FEW = 200;

	private final long trials;

	private final long events;

	private final long others;

	private final long all;

	private final long least;

	private final long most;

	/** The terms of Z(1) over the largest of them; nothing if they are many. */
	private double[] terms = new double[0];

	private double logLargest;

	/** Of a table that is informative. */
	public NoncentralHypergeometric(CountTable table) {
		this.trials = table.trials();
		this.events = table.events();
		this.others = table.otherTrials();
		this.all = table.allEvents();
		this.least = Math.max(0, this.all - this.others);
		this.most = Math.min(this.trials, this.all);
	}

	/**
	 * The logarithm of the likelihood, but for a constant that does not depend on ψ.
	 * @param logOdds ln ψ
	 */
	public double logLikelihood(double logOdds) {
		return this.events * logOdds
				- ((logOdds == 0) ? LogFactorial.choose(this.trials + this.others, this.all) : logNormalizer(logOdds));
	}

	private double logNormalizer(double logOdds) {
		double odds = Math.exp(logOdds);
		if (this.most - this.least >= FEW || odds > 10) {
			return logNormalizerOfMany(logOdds, odds);
		}
		if (this.terms.length == 0) {
			this.terms = terms();
		}
		double sum = 0;
		for (int i = this.terms.length - 1; i >= 0; i--) {
			sum = sum * odds + this.terms[i];
		}
		return this.logLargest + this.least * logOdds + Math.log(sum);
	}

	private double[] terms() {
		long mode = Math.clamp(mode(1), this.least, this.most);
		double[] all = new double[(int) (this.most - this.least) + 1];
		int largest = (int) (mode - this.least);
		all[largest] = 1;
		for (int i = largest + 1; i < all.length; i++) {
			all[i] = all[i - 1] * ratio(this.least + i - 1, 1);
		}
		for (int i = largest - 1; i >= 0; i--) {
			all[i] = all[i + 1] / ratio(this.least + i, 1);
		}
		this.logLargest = LogFactorial.choose(this.trials, mode) + LogFactorial.choose(this.others, this.all - mode);
		return all;
	}

	/** ln Z(ψ): summed from its largest term outwards, so that nothing overflows. */
	private double logNormalizerOfMany(double logOdds, double odds) {
		long mode = Math.clamp(mode(odds), this.least, this.most);
		double sum = 1;
		double term = 1;
		for (long y = mode; y < this.most && term > NEGLIGIBLE * sum; y++) {
			term *= ratio(y, odds);
			sum += term;
		}
		term = 1;
		for (long y = mode; y > this.least && term > NEGLIGIBLE * sum; y--) {
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
