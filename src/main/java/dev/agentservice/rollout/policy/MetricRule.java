package dev.agentservice.rollout.policy;

/**
 * What the policy says of one metric.
 *
 * @param weight its part of alpha; all of them sum to 1
 * @param tolerated how much worse a release may be without ever being rolled back: a
 * ratio of odds for shares, a factor of the value for times and money
 * @param loose the margin of the first step, in the same unit
 * @param tight the margin of later steps
 * @param floorLoose for shares: a share that is surely below it is good enough in the
 * first step, whatever stable's is; 1 for times and money, which have none
 * @param floorTight the same of later steps
 * @param required whether a step is passed only when the metric is proven good
 */
public record MetricRule(double weight, double tolerated, double loose, double tight, double floorLoose,
		double floorTight, boolean required) {

	/** The margin of a step. */
	public double margin(Margins margins) {
		return margins.of(this.loose, this.tight);
	}

	/** The share that is good enough in a step. */
	public double floor(Margins margins) {
		return margins.of(this.floorLoose, this.floorTight);
	}

}
