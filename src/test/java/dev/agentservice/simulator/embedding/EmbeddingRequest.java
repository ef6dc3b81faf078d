package dev.agentservice.simulator.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.usage.Tokenizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for vectors that the provider accepts.
 *
 * @param model which model is to make them
 * @param texts the texts
 * @param dimensions how many numbers each is to have
 * @param base64 whether they are to come in base64
 * @param tokens how many tokens the texts have together
 */
record EmbeddingRequest(String model, List<String> texts, int dimensions, boolean base64, int tokens) {

	/** What a model makes, and whether it can make less. */
	private static final Map<String, Integer> NATIVE = Map.of("text-embedding-3-small", 1536, "text-embedding-3-large",
			3072, "text-embedding-ada-002", 1536);

	private static final String CANNOT_SHORTEN = "text-embedding-ada-002";

	private static final Set<String> FIELDS = Set.of("model", "input", "encoding_format", "dimensions", "user");

	private static final int MOST_TEXTS = 2048;

	private static final int MOST_TOKENS_OF_A_TEXT = 8192;

	private static final int MOST_TOKENS = 300_000;

	static EmbeddingRequest read(byte[] json) throws Refusal {
		JsonNode body = Json.parseObject(json)
			.orElseThrow(() -> OpenAiErrors.invalid("We could not parse the JSON body of your request.", null, null));
		for (String field : body.propertyNames()) {
			demand(FIELDS.contains(field), "Unrecognized request argument supplied: " + field, null);
		}
		String model = body.path("model").asString("");
		demand(!model.isEmpty(), "you must provide a model parameter", null);
		Integer most = NATIVE.get(model);
		if (most == null) {
			throw new Refusal(404, OpenAiErrors.INVALID_REQUEST, "model_not_found", null,
					"The model `" + model + "` does not exist or you do not have access to it.");
		}
		List<String> texts = texts(body.path("input"));
		return new EmbeddingRequest(model, texts, dimensions(body, model, most), base64(body), tokens(texts));
	}

	private static List<String> texts(JsonNode input) throws Refusal {
		List<String> texts = new ArrayList<>();
		for (JsonNode text : input.isString() ? List.of(input) : input) {
			demand(text.isString() && !text.stringValue().isEmpty(),
					"'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
					"input");
			texts.add(text.stringValue());
		}
		demand(!texts.isEmpty() && texts.size() <= MOST_TEXTS,
				"Invalid 'input': array of " + texts.size() + " items. Expected an array with 1 to 2048 items.",
				"input");
		return texts;
	}

	private static int tokens(List<String> texts) throws Refusal {
		int sum = 0;
		for (String text : texts) {
			int tokens = Tokenizer.count(text);
			demand(tokens <= MOST_TOKENS_OF_A_TEXT,
					"This model's maximum context length is 8192 tokens, however you requested " + tokens
							+ " tokens. Please reduce your prompt.",
					null);
			sum += tokens;
		}
		demand(sum <= MOST_TOKENS, "Requested " + sum + " tokens, max 300000 tokens per request",
				"max_tokens_per_request");
		return sum;
	}

	private static int dimensions(JsonNode body, String model, int most) throws Refusal {
		JsonNode dimensions = body.path("dimensions");
		if (dimensions.isMissingNode()) {
			return most;
		}
		demand(!CANNOT_SHORTEN.equals(model), "This model does not support specifying dimensions.", "dimensions");
		demand(dimensions.isIntegralNumber() && dimensions.asInt() >= 1 && dimensions.asInt() <= most,
				"Invalid value for 'dimensions' = " + dimensions + ". Must be between 1 and " + most + ".",
				"dimensions");
		return dimensions.asInt();
	}

	private static boolean base64(JsonNode body) throws Refusal {
		String format = body.path("encoding_format").asString(body.has("encoding_format") ? "" : "float");
		demand(Set.of("float", "base64").contains(format),
				"Invalid value: '" + format + "'. Supported values are: 'float' and 'base64'.", "encoding_format");
		return Objects.equals(format, "base64");
	}

	private static void demand(boolean right, String message, @Nullable String param) throws Refusal {
		if (!right) {
			throw OpenAiErrors.invalid(message, param, null);
		}
	}

}
