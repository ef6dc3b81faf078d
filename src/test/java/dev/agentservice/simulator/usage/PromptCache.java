package dev.agentservice.simulator.usage;

import java.util.List;

/**
 * A provider's memory of the beginnings of prompts. Asking it also makes it remember.
 * Thread-safe.
 */
@FunctionalInterface
public interface PromptCache {

	/** Remembers nothing. */
	PromptCache NONE = (_, prompt) -> new PromptTokens(Segment.total(prompt), 0, 0);

	/** Shorter prompts are not cached. */
	int MINIMUM_TOKENS = 1024;

	/** Counts a prompt, knowing what the same model has seen before. */
	PromptTokens count(String model, List<Segment> prompt);

}
