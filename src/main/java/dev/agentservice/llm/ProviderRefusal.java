package dev.agentservice.llm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import dev.agentservice.llm.http.RefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider says when it refuses a call, whatever its dialect: a status of its own,
 * or an error inside an answer that had begun well. The texts are the provider's: they
 * may quote the prompt, are of any length, and hold any character.
 *
 * @param status the HTTP status; for an error inside an answer the one that its code or
 * type stands for, 500 if there is none
 * @param type the error's type, empty if it has none
 * @param code the error's code, a number in digits, empty if it has none
 * @param param the parameter of the request that is at fault, empty if none is named
 * @param message the error's sentence, empty if it has none
 * @param retryAfter how long the provider asks to wait, if it says so
 */
record ProviderRefusal(int status, String type, String code, String param, String message,
		@Nullable Duration retryAfter) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** What errors inside an answer call a status that they have no line for. */
	private static final Map<String, Integer> STATUS_BY_WORD = Map.ofEntries(Map.entry("authentication_error", 401),
			Map.entry("invalid_api_key", 401), Map.entry("billing_error", 402), Map.entry("permission_error", 403),
			Map.entry("not_found_error", 404), Map.entry("model_not_found", 404), Map.entry("request_too_large", 413),
			Map.entry("rate_limit_error", 429), Map.entry("rate_limit_exceeded", 429),
			Map.entry("insufficient_quota", 429), Map.entry("invalid_request_error", 400),
			Map.entry("overloaded_error", 529));

	static ProviderRefusal of(RefusedException refused, InstantSource clock) {
		JsonNode error = error(refused.body());
		String type = text(error, "type");
		String code = text(error, "code");
		int status = (refused.status() >= 300) ? refused.status() : statusInside(error, type, code);
		return new ProviderRefusal(status, type, code, text(error, "param"), message(error),
				RetryAfter.parse(refused.header("retry-after"), clock.instant()));
	}

	private static int statusInside(JsonNode error, String type, String code) {
		for (String member : new String[] { "code", "status" }) {
			int number = error.path(member).asInt(0);
			if (number >= 400 && number < 600) {
				return number;
			}
		}
		return STATUS_BY_WORD.getOrDefault(code, STATUS_BY_WORD.getOrDefault(type, 500));
	}

	private static String message(JsonNode error) {
		return error.isString() ? error.asString() : text(error, "message");
	}

	private static String text(JsonNode error, String member) {
		return error.path(member).asString("");
	}

	/**
	 * The {@code error} member; some servers put its members at the top, some the
	 * document into an array.
	 */
	private static JsonNode error(String body) {
		try {
			JsonNode document = JSON.readTree(body);
			if (document.isArray()) {
				document = document.path(0);
			}
			return document.has("error") ? document.path("error") : document;
		}
		catch (JacksonException _) {
			return JSON.missingNode();
		}
	}

}
