package dev.agentservice.llm.wire.anthropic;

import dev.agentservice.llm.wire.UsageClaim;
import tools.jackson.databind.JsonNode;

/**
 * Reads the usage. The protocol counts prompt tokens read from or written to its cache
 * apart from the others; a stream reports the prompt at its beginning, the completion at
 * its end, and some servers report all of it only there.
 *
 * @see <a href=
 * "https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching#tracking-cache-performance">Tracking
 * cache performance</a>
 */
final class AnthropicUsage {

	private UsageClaim told = UsageClaim.NONE;

	/**
	 * Whether a part of the prompt was reported that is no count: then none of it is
	 * accepted.
	 */
	private boolean broken;

	/** The usage as reported at the end of an answer. */
	UsageClaim read(JsonNode usage) {
		return add(usage, UsageClaim.count(usage.path("output_tokens")));
	}

	/**
	 * The usage as reported at the beginning: that of the completion is not known yet.
	 */
	UsageClaim readStart(JsonNode usage) {
		return add(usage, UsageClaim.UNSAID);
	}

	private UsageClaim add(JsonNode usage, long output) {
		this.broken |= isBroken(usage.path("cache_read_input_tokens"))
				|| isBroken(usage.path("cache_creation_input_tokens"));
		UsageClaim plain = new UsageClaim(UsageClaim.count(usage.path("input_tokens")),
				UsageClaim.countOrZero(usage.path("cache_read_input_tokens")),
				UsageClaim.countOrZero(usage.path("cache_creation_input_tokens")), output);
		this.told = this.told.with(plain);
		long input = this.told.input();
		if (this.broken) {
			return new UsageClaim(UsageClaim.UNSAID, 0, 0, this.told.output());
		}
		return (input == UsageClaim.UNSAID) ? this.told
				: new UsageClaim(input + this.told.cached() + this.told.cacheWrite(), this.told.cached(),
						this.told.cacheWrite(), this.told.output());
	}

	private static boolean isBroken(JsonNode part) {
		return !part.isMissingNode() && !part.isNull() && UsageClaim.count(part) == UsageClaim.UNSAID;
	}

}
