package dev.agentservice.rollout.sample;

import org.jspecify.annotations.Nullable;

/**
 * What one replica counted, block by block.
 */
final class PodBlocks {

	private final @Nullable PodBlock[] blocks;

	private final int columns;

	/** So many blocks of so many counters, beginning with {@link Blocks#FIRST}. */
	PodBlocks(int length, int columns) {
		this.blocks = new PodBlock[length];
		this.columns = columns;
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
			return new PodBlock(this.columns);
		}
		PodBlock there = this.blocks[index];
		if (there == null) {
			there = new PodBlock(this.columns);
			this.blocks[index] = there;
		}
		return there;
	}

}
