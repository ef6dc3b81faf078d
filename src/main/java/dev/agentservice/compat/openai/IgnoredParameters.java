package dev.agentservice.compat.openai;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import dev.agentservice.support.json.JsonFields;

/**
 * What a request says about how a model is to speak. That is the agent's affair, so it is
 * read, checked and not obeyed, and the client is told so. A value that is the protocol's
 * own default asks for nothing and is not mentioned.
 */
final class IgnoredParameters {

	private static final int MAX_NAME = 1024;

	private static final int MAX_STOPS = 16;

	private static final int MAX_BIASES = 1024;

	private static final BigDecimal TWO = BigDecimal.TWO;

	private static final BigDecimal MANY = BigDecimal.valueOf(1_000_000);

	/** In the order in which they are told. */
	private static final List<Parameter> PARAMETERS = List.of(number("temperature", BigDecimal.ZERO, TWO, "1"),
			number("top_p", BigDecimal.ZERO, BigDecimal.ONE, "1"), number("frequency_penalty", TWO.negate(), TWO, "0"),
			number("presence_penalty", TWO.negate(), TWO, "0"),
			number("seed", BigDecimal.valueOf(Long.MIN_VALUE), BigDecimal.valueOf(Long.MAX_VALUE), "null"),
			number("top_k", BigDecimal.ONE.negate(), MANY, "null"),
			number("min_p", BigDecimal.ZERO, BigDecimal.ONE, "0"),
			number("repetition_penalty", BigDecimal.ZERO, TWO, "1"),
			new Parameter("stop", "[]", IgnoredParameters::stop),
			new Parameter("logit_bias", "{}", IgnoredParameters::logitBias), text("reasoning_effort"),
			text("verbosity"), text("prompt_cache_key"), text("prompt_cache_retention"), text("safety_identifier"));

	private final List<String> names = new ArrayList<>();

	/** Takes these parameters out of a body; what is bad is remembered in its fields. */
	void read(JsonFields body) {
		for (Parameter parameter : PARAMETERS) {
			if (body.saysNothingBut(parameter.name(), parameter.standard())) {
				continue;
			}
			parameter.check().accept(body, parameter.name());
			add(body, parameter.name());
		}
	}

	/** Remembers a field. */
	void add(JsonFields fields, String name) {
		this.names.add(fields.path(name));
	}

	/** Where they are in the body. */
	List<String> names() {
		return List.copyOf(this.names);
	}

	private static Parameter number(String name, BigDecimal min, BigDecimal max, String standard) {
		return new Parameter(name, standard, (body, field) -> body.optionalNumber(field, min, max));
	}

	private static Parameter text(String name) {
		return new Parameter(name, "null", (body, field) -> body.optionalText(field, MAX_NAME));
	}

	private static void stop(JsonFields body, String name) {
		if (body.isList(name)) {
			body.optionalTexts(name, MAX_STOPS, (text) -> text.length() <= MAX_NAME, "a short text");
		}
		else {
			body.optionalText(name, MAX_NAME);
		}
	}

	private static void logitBias(JsonFields body, String name) {
		body.optionalObject(name).ifPresent((biases) -> {
			List<String> tokens = biases.unknown();
			if (tokens.size() > MAX_BIASES) {
				body.reject(name, "must be an object of at most " + MAX_BIASES + " entries");
				return;
			}
			tokens.forEach((token) -> biases.optionalNumber(token, BigDecimal.valueOf(-100), BigDecimal.valueOf(100)));
		});
	}

	/**
	 * One that is not obeyed.
	 *
	 * @param name the member of the body
	 * @param standard the value that asks for nothing, as JSON; null where each asks for
	 * something
	 * @param check rejects what is no value of this parameter
	 */
	private record Parameter(String name, String standard, BiConsumer<JsonFields, String> check) {

	}

}
