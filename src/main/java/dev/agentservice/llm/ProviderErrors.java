package dev.agentservice.llm;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.agentservice.llm.ModelException.Kind;

/**
 * Says what a provider's error means. The status decides, except that a prompt too long
 * and a content filter both hide behind 400 and only the document tells them apart. Codes
 * come first; Anthropic has none for these, so its sentences must do.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's errors</a>
 * @see <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a>
 */
final class ProviderErrors {

	private static final Pattern TOO_LONG = Pattern.compile("context_length_exceeded|exceed_context_size"
			+ "|maximum context length|prompt is too long|exceeds? (the )?(model's )?context (limit|window|length)");

	private static final Pattern FILTERED = Pattern
		.compile("content_filter|content_policy|content filtering policy|content management policy|moderation");

	private ProviderErrors() {
	}

	static Kind kind(ProviderRefusal refusal) {
		return switch (refusal.status()) {
			case 408 -> Kind.TIMEOUT;
			case 413 -> Kind.CONTEXT_TOO_LONG;
			case 429 -> Kind.RATE_LIMITED;
			default -> (refusal.status() >= 500) ? Kind.UNAVAILABLE : requestKind(refusal);
		};
	}

	private static Kind requestKind(ProviderRefusal refusal) {
		String text = String.join("\n", refusal.code(), refusal.type(), refusal.message()).toLowerCase(Locale.ROOT);
		if (TOO_LONG.matcher(text).find()) {
			return Kind.CONTEXT_TOO_LONG;
		}
		if (FILTERED.matcher(text).find()) {
			return Kind.CONTENT_FILTERED;
		}
		return switch (refusal.status()) {
			case 401, 402, 403 -> Kind.UNAUTHORIZED;
			case 404 -> Kind.UNKNOWN_MODEL;
			default -> (refusal.status() < 400) ? Kind.MALFORMED : Kind.REJECTED;
		};
	}

}
