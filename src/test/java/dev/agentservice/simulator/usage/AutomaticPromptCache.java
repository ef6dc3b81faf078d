package dev.agentservice.simulator.usage;

import java.util.List;

/**
 * OpenAI's way: any beginning of {@value PromptCache#MINIMUM_TOKENS} tokens or more that
 * was seen before is read from the cache, in steps of {@value #STEP} tokens; writing is
 * free. Unlike the real one, a beginning ends only where a message or a tool ends.
 *
 * @see <a href="https://platform.openai.com/docs/guides/prompt-caching">Prompt
 * caching</a>
 */
public final class AutomaticPromptCache implements PromptCache {

	static final int STEP = 128;

	private final SeenPrefixes seen = new SeenPrefixes();

	@Override
	public PromptTokens count(String model, List<Segment> prompt) {
		int longest = this.seen.longestSeen(SeenPrefixes.of(model, prompt));
		int cached = (longest < MINIMUM_TOKENS) ? 0 : longest - longest % STEP;
		return new PromptTokens(Segment.total(prompt), cached, 0);
	}

}
