package dev.agentservice.rollout.judge.evidence;

import java.util.Arrays;

/**
 * Bets against a hypothesis, block by block. While the hypothesis is true, the money has
 * an expectation of at most its beginning, 1; by Ville's inequality it then ever reaches
 * 1/α with a probability of at most α. So the verdict may be asked for after every block.
 * <p>
 * Two things bound what one episode can do. Each bet has a leaky bucket: it gains at most
 * 3 nats at once and 4 in a minute, while losses are not bounded. This cap is known
 * before the block, so the bet stays fair. And a part of the money is placed later,
 * evenly over the blocks to come, which finds what begins late.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Ville%27s_inequality">Ville's
 * inequality</a>
 */
public final class EProcess {

	/** Nats that a bet can gain in one block. */
	static final double BUCKET = 3;

	/** Nats that flow back into the bucket in each block. */
	static final double REFILL = 1;

	private static final double PLACED_FIRST = 0.80;

	private final double[] logs;

	private final double[] tokens;

	private final double later;

	private double unplaced = 1;

	/**
	 * Without a block.
	 * @param bets how many bets share the money
	 * @param horizon how many blocks there can be, fixed in advance
	 */
	public EProcess(int bets, int horizon) {
		this.logs = new double[bets];
		this.tokens = new double[bets];
		Arrays.fill(this.logs, Double.NEGATIVE_INFINITY);
		Arrays.fill(this.tokens, BUCKET);
		this.later = (1 - PLACED_FIRST) / Math.max(1, horizon - 1);
	}

	/**
	 * Adds a block.
	 * @param ratios the log likelihood ratio of each bet
	 */
	public void add(double[] ratios) {
		add(ratios, 1);
	}

	/**
	 * Adds blocks whose counts are looked at together.
	 * @param ratios the log likelihood ratio of each bet
	 * @param blocks how many these are
	 */
	public void add(double[] ratios, int blocks) {
		double placed = Math.min(this.unplaced, (this.unplaced == 1) ? PLACED_FIRST : blocks * this.later);
		this.unplaced -= placed;
		double logPlaced = Math.log(placed);
		for (int i = 0; i < this.logs.length; i++) {
			double gain = Math.min(ratios[i], this.tokens[i]);
			this.tokens[i] = Math.min(BUCKET, this.tokens[i] - Math.max(gain, 0) + blocks * REFILL);
			this.logs[i] = LogSum.add(this.logs[i], logPlaced) + gain;
		}
	}

	/** The logarithm of the money: of the bets' mean, and of what is not placed yet. */
	public double log() {
		return LogSum.add(LogSum.mean(this.logs), Math.log(this.unplaced));
	}

}
