package dev.agentservice.simulator.chat;

/**
 * What a model thinks before it speaks.
 *
 * @param text the thought
 * @param redacted whether the provider shows nobody its words
 */
public record Thought(String text, boolean redacted) {

	/** No thought. */
	public static final Thought NONE = new Thought("", false);

	/** Whether there is none. */
	public boolean isEmpty() {
		return this.text.isEmpty();
	}

}
