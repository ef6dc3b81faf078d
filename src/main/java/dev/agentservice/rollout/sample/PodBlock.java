package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.rollout.sample.series.Family;

/**
 * What a replica counted in one block in which it was scraped. Only what is not 0 is
 * kept, and of a histogram what each bucket has more than the one below it.
 */
public final class PodBlock {

	private static final BitSet NOTHING = new BitSet();

	private final PodBlocks pod;

	private int[] columns = new int[0];

	private double[] values = new double[0];

	private int size;

	private int restarts;

	private boolean fresh;

	private double time = Double.NEGATIVE_INFINITY;

	/** Shared with other blocks, so it never changes. */
	private BitSet present = NOTHING;

	/** Nearly always nothing. */
	private Set<Family> partial = Set.of();

	PodBlock(PodBlocks pod) {
		this.pod = pod;
	}

	/**
	 * The increments, by column: a view that is valid until another block of the replica
	 * is looked at.
	 */
	public double[] counts() {
		return this.pod.expand(this);
	}

	/** How often its process was restarted. */
	public int restarts() {
		return this.restarts;
	}

	/** Whether its process began since the scrape before. */
	public boolean isFresh() {
		return this.fresh;
	}

	/** When it was scraped last, in seconds after the start. */
	public double time() {
		return this.time;
	}

	/** Whether a series of a column was there. */
	public boolean has(int column) {
		return this.present.get(column);
	}

	/** Whether a histogram of a family lacked some of the bounds that others have. */
	public boolean lacksBounds(Family family) {
		return this.partial.contains(family);
	}

	/** Adds to a column, as it is kept; columns that grow are the quickest. */
	void add(int column, double increment) {
		int at = (this.size == 0 || this.columns[this.size - 1] < column) ? -this.size - 1
				: Arrays.binarySearch(this.columns, 0, this.size, column);
		if (at >= 0) {
			this.values[at] += increment;
			return;
		}
		insert(-at - 1, column, increment);
	}

	private void insert(int at, int column, double increment) {
		if (this.size == this.columns.length) {
			int larger = Math.max(8, this.size + this.size / 2);
			this.columns = Arrays.copyOf(this.columns, larger);
			this.values = Arrays.copyOf(this.values, larger);
		}
		System.arraycopy(this.columns, at, this.columns, at + 1, this.size - at);
		System.arraycopy(this.values, at, this.values, at + 1, this.size - at);
		this.columns[at] = column;
		this.values[at] = increment;
		this.size++;
	}

	/** Copies what is kept into zeros. */
	void copyTo(double[] counts) {
		for (int i = 0; i < this.size; i++) {
			counts[this.columns[i]] = this.values[i];
		}
	}

	/** How many columns are kept. */
	int size() {
		return this.size;
	}

	void scraped(double time) {
		this.time = time;
	}

	void restarted() {
		this.restarts++;
		this.fresh = true;
	}

	void began() {
		this.fresh = true;
	}

	void saw(BitSet columns) {
		this.present = columns;
	}

	void sawPartOf(Family family) {
		if (!this.partial.contains(family)) {
			this.partial = Stream.concat(this.partial.stream(), Stream.of(family)).collect(Collectors.toSet());
		}
	}

}
