package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.BitSet;

import dev.agentservice.rollout.sample.series.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * What one replica counted, block by block.
 */
final class PodBlocks {

	private final @Nullable PodBlock[] blocks;

	/** Blocks in which a scrape failed. */
	private final BitSet failures = new BitSet();

	private final Catalog catalog;

	/** The counts of {@link #expanded}. */
	private double[] counts = new double[0];

	private @Nullable PodBlock expanded;

	/** So many blocks, beginning with {@link Blocks#FIRST}. */
	PodBlocks(int length, Catalog catalog) {
		this.blocks = new PodBlock[length];
		this.catalog = catalog;
	}

	/** A block in which it was scraped, or nothing. */
	@Nullable PodBlock get(int block) {
		return this.blocks[block - Blocks.FIRST];
	}

	/**
	 * A block to add to. One outside of the time that is looked at leads nowhere: what is
	 * counted in it moves the base line only.
	 */
	PodBlock at(int block) {
		int index = block - Blocks.FIRST;
		if (index < 0 || index >= this.blocks.length) {
			return new PodBlock(this);
		}
		PodBlock there = this.blocks[index];
		if (there == null) {
			there = new PodBlock(this);
			this.blocks[index] = there;
		}
		return there;
	}

	/** Notes that a scrape failed in a block. */
	void failed(int block) {
		int index = block - Blocks.FIRST;
		if (index >= 0 && index < this.blocks.length) {
			this.failures.set(index);
		}
	}

	/** Whether a scrape was tried in a block. */
	boolean isListed(int block) {
		return get(block) != null || this.failures.get(block - Blocks.FIRST);
	}

	/** All counts of a block: buckets include those below them again. */
	double[] expand(PodBlock block) {
		if (block != this.expanded) {
			if (this.counts.length == 0) {
				this.counts = new double[this.catalog.size()];
			}
			Arrays.fill(this.counts, 0);
			block.copyTo(this.counts);
			for (int i = 1; i < this.counts.length; i++) {
				this.counts[i] += this.catalog.includesThoseBefore(i) ? this.counts[i - 1] : 0;
			}
			this.expanded = block;
		}
		return this.counts;
	}

}
