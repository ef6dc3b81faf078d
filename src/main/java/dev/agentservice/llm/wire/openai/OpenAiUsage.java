package dev.agentservice.llm.wire.openai;

import dev.agentservice.llm.wire.UsageClaim;
import tools.jackson.databind.JsonNode;

/**
 * Reads the usage in the dialects of OpenAI's protocol. Tokens of thoughts are included
 * in {@code completion_tokens} at OpenAI and not elsewhere; the total shows which.
 *
 * @see <a href=
 * "https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage">OpenAI:
 * usage</a>
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">DeepSeek: cache hits</a>
 * @see <a href="https://docs.x.ai/docs/guides/reasoning">xAI: reasoning tokens</a>
 */
final class OpenAiUsage {

	/**
	 * The last claim that is not zero: chunks repeat it, and some streams end with one of
	 * zeros.
	 */
	private UsageClaim last = UsageClaim.NONE;

	UsageClaim read(JsonNode usage) {
		long prompt = UsageClaim.count(usage.path("prompt_tokens"));
		long completion = completion(usage, prompt);
		UsageClaim claim = new UsageClaim(prompt, cached(usage), 0, completion);
		if (claim.input() != 0 || claim.output() != 0) {
			this.last = claim;
		}
		return this.last;
	}

	private static long completion(JsonNode usage, long prompt) {
		long completion = UsageClaim.count(usage.path("completion_tokens"));
		if (completion == UsageClaim.UNSAID || prompt == UsageClaim.UNSAID) {
			return completion;
		}
		long total = UsageClaim.count(usage.path("total_tokens"));
		long thoughts = UsageClaim.countOrZero(usage.path("completion_tokens_details").path("reasoning_tokens"));
		if (total > prompt + completion) {
			return total - prompt;
		}
		return (thoughts > completion) ? completion + thoughts : completion;
	}

	private static long cached(JsonNode usage) {
		long cached = 0;
		for (JsonNode dialect : new JsonNode[] { usage.path("prompt_tokens_details").path("cached_tokens"),
				usage.path("prompt_cache_hit_tokens"), usage.path("cached_tokens") }) {
			cached = Math.max(cached, UsageClaim.countOrZero(dialect));
		}
		return cached;
	}

}
