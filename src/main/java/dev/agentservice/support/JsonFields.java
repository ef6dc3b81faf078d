package dev.agentservice.support;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the fields of a JSON object one by one. A bad field is remembered and read as
 * absent, so that {@link #finish()} can name all of them at once.
 */
public final class JsonFields {

	private final ObjectNode node;

	private final Rejections rejections;

	private final Set<String> known = new HashSet<>();

	private @Nullable TooLong tooLong;

	JsonFields(ObjectNode node, Rejections rejections) {
		this.node = node;
		this.rejections = rejections;
	}

	/**
	 * A text that must be there and must not be blank; it is kept as it is.
	 * @param name the field
	 * @param maxLength in code points; a longer one is 413 if nothing else is wrong
	 * @return the text, or an empty one if it was rejected
	 */
	public String requiredText(String name, int maxLength) {
		if (!this.node.has(name)) {
			reject(name, "is required");
		}
		JsonNode value = take(name, JsonNode::isString, "a string");
		String text = (value != null) ? value.stringValue() : "";
		if (value != null && Text.isBlank(text)) {
			reject(name, "must not be blank");
		}
		if (Text.length(text) > maxLength) {
			this.tooLong = new TooLong(name, maxLength);
		}
		return text;
	}

	/**
	 * A text that matches the pattern wholly.
	 * @param name the field
	 * @param pattern what it has to match
	 * @param expectation the pattern in words, to stand behind "must be"
	 */
	public @Nullable String optionalText(String name, Pattern pattern, String expectation) {
		JsonNode value = take(name, (v) -> v.isString() && pattern.matcher(v.stringValue()).matches(), expectation);
		return (value != null) ? value.stringValue() : null;
	}

	/** A number that must be there; otherwise like {@link #optionalNumber}. */
	public @Nullable BigDecimal requiredNumber(String name, BigDecimal min, BigDecimal max) {
		if (!this.node.has(name)) {
			reject(name, "is required");
		}
		return optionalNumber(name, min, max);
	}

	/** A number between the two, both included; never rounded through binary. */
	public @Nullable BigDecimal optionalNumber(String name, BigDecimal min, BigDecimal max) {
		JsonNode value = take(name,
				(v) -> v.isNumber() && v.decimalValue().compareTo(min) >= 0 && v.decimalValue().compareTo(max) <= 0,
				"a number from " + min.toPlainString() + " to " + max.toPlainString());
		return (value != null) ? value.decimalValue() : null;
	}

	/** A whole number between the two, both included. */
	public @Nullable Integer optionalInteger(String name, int min, int max) {
		JsonNode value = take(name,
				(v) -> v.isIntegralNumber() && v.canConvertToInt() && v.intValue() >= min && v.intValue() <= max,
				"a whole number from " + min + " to " + max);
		return (value != null) ? value.intValue() : null;
	}

	/** One of the enum's names, in lower case. */
	public <E extends Enum<E>> @Nullable E optionalChoice(String name, Class<E> type) {
		Map<String, E> choices = Arrays.stream(type.getEnumConstants())
			.collect(Collectors.toMap((e) -> e.name().toLowerCase(Locale.ROOT), (e) -> e, (a, _) -> a,
					LinkedHashMap::new));
		JsonNode value = take(name, (v) -> v.isString() && choices.containsKey(v.stringValue()),
				String.join(" or ", choices.keySet()));
		return (value != null) ? choices.get(value.stringValue()) : null;
	}

	/**
	 * An object whose values are strings.
	 * @param name the field
	 * @param maxPairs how many entries at most
	 * @param maxKey the longest key, in code points; it must not be blank
	 * @param maxValue the longest value, in code points
	 * @return the pairs in their order, empty if the field is absent
	 */
	public Map<String, String> optionalPairs(String name, int maxPairs, int maxKey, int maxValue) {
		JsonNode value = take(name, (v) -> v.isObject() && v.size() <= maxPairs,
				"an object of at most " + maxPairs + " entries");
		Map<String, String> pairs = new LinkedHashMap<>();
		if (value != null) {
			value.properties().forEach((entry) -> {
				String path = name + "." + entry.getKey();
				if (Text.isBlank(entry.getKey()) || Text.length(entry.getKey()) > maxKey) {
					reject(path, "must have a name of 1 to " + maxKey + " characters");
				}
				if (!entry.getValue().isString() || Text.length(entry.getValue().stringValue()) > maxValue) {
					reject(path, "must be a string of at most " + maxValue + " characters");
				}
				pairs.put(entry.getKey(), entry.getValue().stringValue(""));
			});
		}
		return pairs;
	}

	/** Remembers that a field is bad, for a reason only the reader of the field knows. */
	public void reject(String field, String reason) {
		this.rejections.add(field, reason);
	}

	/**
	 * Ends the reading: every field nobody took is unknown.
	 * @throws InvalidRequestException if any field is bad
	 * @throws ProblemException with {@code input_too_large} if a text is too long and
	 * nothing else is wrong
	 */
	public void finish() {
		for (String name : this.node.propertyNames()) {
			if (!this.known.contains(name)) {
				reject(name, "is not a known field");
			}
		}
		if (this.tooLong != null) {
			this.tooLong.throwUnless(this.rejections);
		}
		this.rejections.throwIfAny();
	}

	private @Nullable JsonNode take(String name, Predicate<JsonNode> accepted, String expectation) {
		this.known.add(name);
		JsonNode value = this.node.get(name);
		if (value == null || accepted.test(value)) {
			return value;
		}
		reject(name, value.isNull() ? "must not be null" : "must be " + expectation);
		return null;
	}

	/** A text over its limit: 413 alone, one of several bad fields otherwise. */
	private record TooLong(String field, int maxLength) {

		void throwUnless(Rejections rejections) {
			if (rejections.isEmpty()) {
				throw new ProblemException(ProblemCode.INPUT_TOO_LARGE,
						"The field " + this.field + " is longer than " + this.maxLength + " characters.")
					.with("field", this.field)
					.with("limit", this.maxLength);
			}
			rejections.add(this.field, "must be at most " + this.maxLength + " characters long");
		}

	}

}
