package dev.agentservice.simulator.usage;

import java.util.List;

import dev.agentservice.simulator.usage.SeenPrefixes.Prefix;

/**
 * Anthropic's way: only what the client marked with {@code cache_control} is cached. The
 * longest marked beginning seen before is read, the rest up to the last mark is written;
 * marks before {@value PromptCache#MINIMUM_TOKENS} tokens do nothing.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/prompt-caching">Prompt
 * caching</a>
 */
public final class MarkedPromptCache implements PromptCache {

	private final SeenPrefixes seen = new SeenPrefixes();

	@Override
	public PromptTokens count(String model, List<Segment> prompt) {
		List<Prefix> marked = SeenPrefixes.of(model, prompt)
			.stream()
			.filter((prefix) -> prefix.marked() && prefix.tokens() >= MINIMUM_TOKENS)
			.toList();
		int read = this.seen.longestSeen(marked);
		int cacheable = marked.isEmpty() ? 0 : marked.getLast().tokens();
		return new PromptTokens(Segment.total(prompt), read, cacheable - read);
	}

}
