package dev.agentservice.rollout.sample;

import java.util.EnumSet;
import java.util.Set;

import dev.agentservice.rollout.sample.series.Family;

/**
 * What a replica counted in one block in which it was scraped.
 */
public final class PodBlock {

	private final double[] counts;

	private int restarts;

	private boolean fresh;

	private final Set<Family> present = EnumSet.noneOf(Family.class);

	private final Set<Family> partial = EnumSet.noneOf(Family.class);

	PodBlock(int columns) {
		this.counts = new double[columns];
	}

	/** The increments, by column. */
	public double[] counts() {
		return this.counts;
	}

	/** How often its process was restarted. */
	public int restarts() {
		return this.restarts;
	}

	/** Whether its process began since the scrape before. */
	public boolean isFresh() {
		return this.fresh;
	}

	/** Whether any series of a family was there. */
	public boolean has(Family family) {
		return this.present.contains(family);
	}

	/** Whether a histogram of a family lacked some of the bounds that others have. */
	public boolean lacksBounds(Family family) {
		return this.partial.contains(family);
	}

	void add(int column, double increment) {
		this.counts[column] += increment;
	}

	void restarted() {
		this.restarts++;
		this.fresh = true;
	}

	void began() {
		this.fresh = true;
	}

	void saw(Family family) {
		this.present.add(family);
	}

	void sawPartOf(Family family) {
		this.partial.add(family);
	}

}
