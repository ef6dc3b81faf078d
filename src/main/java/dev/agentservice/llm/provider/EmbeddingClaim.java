package dev.agentservice.llm.provider;

/**
 * What a provider claims that texts have in tokens.
 *
 * @param tokens as it reports them
 * @param bound more than the texts can have
 */
record EmbeddingClaim(long tokens, long bound) {

	/**
	 * A server adds nothing to texts; this much is left for one that counts otherwise. No
	 * token is longer on average than the other bound.
	 */
	private static final long MAX_FACTOR = 2;

	private static final long LONGEST_TOKEN = 32;

	private static final long BLANKS = 2048;

	/** Whether that is plausible. */
	boolean isCredible() {
		return this.tokens > 0 && this.tokens <= this.bound * MAX_FACTOR
				&& this.bound <= this.tokens * LONGEST_TOKEN + BLANKS;
	}

}
