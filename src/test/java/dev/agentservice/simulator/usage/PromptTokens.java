package dev.agentservice.simulator.usage;

/**
 * The tokens of a prompt as a provider bills them.
 *
 * @param total all of them
 * @param cached those read from the prompt cache
 * @param written those written to the prompt cache
 */
public record PromptTokens(int total, int cached, int written) {

	/** The tokens billed at the plain price. */
	public int plain() {
		return this.total - this.cached - this.written;
	}

	/** The same prompt, billed as if it had so many more plain tokens. */
	public PromptTokens overstatedBy(int tokens) {
		return new PromptTokens(this.total + tokens, this.cached, this.written);
	}

}
