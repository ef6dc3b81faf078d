package dev.agentservice.llm;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.llm.ModelException.Kind;
import dev.agentservice.llm.http.RefusedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says what a provider's error means. The status decides, except that a prompt too long
 * and a content filter both hide behind 400 and only the document tells them apart. Codes
 * come first; Anthropic has none for these, so its sentences must do.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's errors</a>
 * @see <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a>
 */
final class ProviderErrors {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Pattern TOO_LONG = Pattern.compile("context_length_exceeded|exceed_context_size"
			+ "|maximum context length|prompt is too long|exceeds? (the )?(model's )?context (limit|window|length)");

	private static final Pattern FILTERED = Pattern
		.compile("content_filter|content_policy|content filtering policy|content management policy|moderation");

	/** What error events call a status that they have no line for. */
	private static final Map<String, Integer> STATUS_BY_TYPE = Map.of("authentication_error", 401, "billing_error", 402,
			"permission_error", 403, "not_found_error", 404, "request_too_large", 413, "rate_limit_error", 429,
			"rate_limit_exceeded", 429, "insufficient_quota", 429, "invalid_request_error", 400, "overloaded_error",
			529);

	private ProviderErrors() {
	}

	static Kind kind(RefusedException refusal) {
		JsonNode error = error(refusal.body());
		int status = (refusal.status() >= 300) ? refusal.status() : statusInStream(error);
		return switch (status) {
			case 408 -> Kind.TIMEOUT;
			case 413 -> Kind.CONTEXT_TOO_LONG;
			case 429 -> Kind.RATE_LIMITED;
			default -> (status >= 500) ? Kind.UNAVAILABLE : requestKind(status, error);
		};
	}

	private static Kind requestKind(int status, JsonNode error) {
		String text = text(error);
		if (TOO_LONG.matcher(text).find()) {
			return Kind.CONTEXT_TOO_LONG;
		}
		if (FILTERED.matcher(text).find()) {
			return Kind.CONTENT_FILTERED;
		}
		return switch (status) {
			case 401, 402, 403 -> Kind.UNAUTHORIZED;
			case 404 -> Kind.UNKNOWN_MODEL;
			default -> (status < 400) ? Kind.MALFORMED : Kind.REJECTED;
		};
	}

	private static int statusInStream(JsonNode error) {
		int code = error.path("code").asInt(0);
		if (code >= 400 && code < 600) {
			return code;
		}
		return STATUS_BY_TYPE.getOrDefault(error.path("type").asString(""),
				STATUS_BY_TYPE.getOrDefault(error.path("code").asString(""), 500));
	}

	private static String text(JsonNode error) {
		String text = error.isString() ? error.asString() : String.join("\n", error.path("code").asString(""),
				error.path("type").asString(""), error.path("message").asString(""));
		return text.toLowerCase(Locale.ROOT);
	}

	/** The {@code error} member; some servers put its members at the top. */
	private static JsonNode error(String body) {
		try {
			JsonNode document = JSON.readTree(body);
			return document.has("error") ? document.path("error") : document;
		}
		catch (JacksonException _) {
			return JSON.missingNode();
		}
	}

}
