package dev.agentservice.llm.refusal;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of an error. Each provider has its own form:
 * <ul>
 * <li>OpenAI, Azure, DeepSeek, Kimi, llama.cpp, Ollama and vLLM have an object
 * {@code error}; Azure has more in its {@code innererror}
 * <li>Anthropic the same, in a document whose {@code type} is {@code error}
 * <li>Gemini has a list of one such document, with gRPC's {@code status} and
 * {@code details}
 * <li>xAI has {@code code} next to {@code error}, which is a message
 * <li>Mistral and older servers of vLLM have all at the top
 * <li>Mistral's and vLLM's validation has a list {@code detail}, each with the location
 * of the refused member
 * <li>Bedrock has {@code message}, and its type in {@code __type} or a header
 * <li>OpenRouter has the error of the provider behind it in {@code metadata.raw}
 * </ul>
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's errors</a>
 * @see <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a>
 * @see <a href="https://google.aip.dev/193">Google's errors</a>
 */
final class RefusalReader {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** The distinguishing words are in the first sentences. */
	private static final int LONGEST_MESSAGE = 4096;

	private static final int LONGEST_NAME = 200;

	/** Names of the status in errors inside an answer, which have no status line. */
	private static final Map<String, Integer> STATUS = Map.ofEntries(Map.entry("authenticationerror", 401),
			Map.entry("unauthenticated", 401), Map.entry("invalidapikey", 401), Map.entry("billingerror", 402),
			Map.entry("permissionerror", 403), Map.entry("permissiondenied", 403), Map.entry("notfounderror", 404),
			Map.entry("notfound", 404), Map.entry("modelnotfound", 404), Map.entry("requesttoolarge", 413),
			Map.entry("ratelimiterror", 429), Map.entry("ratelimitexceeded", 429), Map.entry("insufficientquota", 429),
			Map.entry("resourceexhausted", 429), Map.entry("throttlingexception", 429),
			Map.entry("invalidrequesterror", 400), Map.entry("invalidargument", 400), Map.entry("badrequesterror", 400),
			Map.entry("validationexception", 400), Map.entry("contextlengthexceeded", 400),
			Map.entry("contentfilter", 400), Map.entry("overloadederror", 529), Map.entry("unavailable", 503),
			Map.entry("timeouterror", 408));

	private RefusalReader() {
	}

	/**
	 * Reads an error.
	 * @param status the status line's code
	 * @param body the body, or the event, in any form
	 */
	static ProviderRefusal read(int status, String body) {
		JsonNode document = parse(body);
		return read(status, document.isArray() ? document.path(0) : document);
	}

	private static JsonNode parse(String body) {
		try {
			return JSON.readTree(body);
		}
		catch (JacksonException _) {
			return JSON.missingNode();
		}
	}

	private static ProviderRefusal read(int status, JsonNode document) {
		JsonNode error = document.path("error");
		if (error.isString()) {
			return refusal(status, document, text(document, "type"), text(document, "code"), "", message(error));
		}
		if (!error.isObject()) {
			error = document;
		}
		ProviderRefusal behind = behind(status, error);
		if (behind != null) {
			return behind;
		}
		JsonNode flaw = flaw(error);
		if (!flaw.isMissingNode()) {
			return refusal(status, error, text(error, "type"), text(flaw, "type"), place(flaw),
					message(flaw.path("msg")));
		}
		return refusal(status, error, first(text(error, "type"), status(error), text(error, "__type")), code(error),
				text(error, "param"), message(error.path("message"), error.path("detail")));
	}

	private static ProviderRefusal refusal(int status, JsonNode error, String type, String code, String param,
			String message) {
		int own = (status / 100 != 2) ? status : statusInside(error, type, code);
		return new ProviderRefusal(own, type, code, param, message, retryDelay(error));
	}

	private static int statusInside(JsonNode error, String type, String code) {
		for (String member : new String[] { "code", "status" }) {
			int number = error.path(member).asInt(0);
			if (number >= 400 && number < 600) {
				return number;
			}
		}
		return STATUS.getOrDefault(ProviderRefusal.plain(code), STATUS.getOrDefault(ProviderRefusal.plain(type), 500));
	}

	/** The error that OpenRouter passes on; not one nested in that. */
	private static @Nullable ProviderRefusal behind(int status, JsonNode error) {
		JsonNode raw = error.path("metadata").path("raw");
		JsonNode document = raw.isString() ? parse(raw.asString()) : raw;
		if (!document.isObject() || document.has("metadata") || document.path("error").has("metadata")) {
			return null;
		}
		ProviderRefusal behind = read(status, document);
		return behind.message().isEmpty() ? null : behind;
	}

	/** The first refusal of a validation. */
	private static JsonNode flaw(JsonNode error) {
		JsonNode message = error.path("message");
		JsonNode nested = message.isString() ? parse(message.asString()) : message;
		return Stream.of(error.path("detail"), nested.path("detail"), nested)
			.map((flaws) -> flaws.path(0))
			.filter((flaw) -> flaw.has("loc"))
			.findFirst()
			.orElse(JSON.missingNode());
	}

	private static String place(JsonNode flaw) {
		StringJoiner place = new StringJoiner(".");
		for (JsonNode step : flaw.path("loc")) {
			if (!step.asString("").equals("body")) {
				place.add(step.asString(""));
			}
		}
		return name(place.toString());
	}

	/** Names before numbers, which only repeat the status. */
	private static String code(JsonNode error) {
		if (error.path("metadata").has("flagged_input")) {
			// OpenRouter's form for a prompt that its moderation refused.
			return "flagged_input";
		}
		String code = text(error, "code");
		String more = first(text(error.path("innererror"), "code"), reason(error));
		boolean number = code.chars().allMatch(Character::isDigit);
		return (number && !more.isEmpty()) ? more : code;
	}

	/** The reason among Google's details. */
	private static String reason(JsonNode error) {
		for (JsonNode detail : error.path("details")) {
			if (detail.path("reason").isString()) {
				return text(detail, "reason");
			}
		}
		return "";
	}

	/** gRPC's name of the status; where it is a number it is HTTP's. */
	private static String status(JsonNode error) {
		return error.path("status").isString() ? text(error, "status") : "";
	}

	/** The delay among Google's details, such as {@code 37s}. */
	private static @Nullable Duration retryDelay(JsonNode error) {
		for (JsonNode detail : error.path("details")) {
			String delay = detail.path("retryDelay").asString("");
			if (delay.matches("\\d{1,6}(\\.\\d{1,9})?s")) {
				return duration(delay);
			}
		}
		return null;
	}

	private static @Nullable Duration duration(String delay) {
		try {
			return Duration.parse("PT" + delay.toUpperCase(Locale.ROOT));
		}
		catch (DateTimeException _) {
			return null;
		}
	}

	private static String message(JsonNode... sentences) {
		for (JsonNode sentence : sentences) {
			if (sentence.isString()) {
				String text = sentence.asString();
				return (text.length() <= LONGEST_MESSAGE) ? text : text.substring(0, LONGEST_MESSAGE);
			}
		}
		return "";
	}

	private static String first(String... names) {
		return Stream.of(names).filter((name) -> !name.isEmpty()).findFirst().orElse("");
	}

	private static String text(JsonNode object, String member) {
		JsonNode value = object.path(member);
		return (value.isString() || value.isNumber()) ? name(value.asString()) : "";
	}

	private static String name(String text) {
		String name = text.strip();
		return (name.length() <= LONGEST_NAME) ? name : name.substring(0, LONGEST_NAME);
	}

}
