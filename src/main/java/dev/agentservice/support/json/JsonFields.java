package dev.agentservice.support.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.support.Text;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the fields of a JSON object one by one. A bad field is remembered and read as
 * absent, so that {@link #finish()} can name all of them at once.
 */
public final class JsonFields {

	private final ObjectNode node;

	private final Rejections rejections;

	private final Set<String> known = new HashSet<>();

	private final JsonPlace place;

	JsonFields(ObjectNode node, Rejections rejections) {
		this(node, rejections, JsonPlace.BODY);
	}

	private JsonFields(ObjectNode node, Rejections rejections, JsonPlace place) {
		this.node = node;
		this.rejections = rejections;
		this.place = place;
	}

	/** The same fields for a protocol in which null is the same as absent. */
	public JsonFields withoutNulls() {
		ObjectNode present = this.node.objectNode();
		this.node.properties()
			.stream()
			.filter((field) -> !field.getValue().isNull())
			.forEach((field) -> present.set(field.getKey(), field.getValue()));
		return new JsonFields(present, this.rejections, this.place);
	}

	/**
	 * A text that must be there and must not be blank; it is kept as it is.
	 * @param name the field
	 * @param maxLength in bytes of UTF-8; a longer one is 413 if nothing else is wrong
	 * @return the text, or an empty one if it was rejected
	 */
	public String requiredText(String name, int maxLength) {
		require(name);
		String text = optionalText(name, maxLength);
		if (text != null && Text.isBlank(text)) {
			reject(name, "must not be blank");
		}
		return (text != null) ? text : "";
	}

	/**
	 * Any text, also an empty one; it is kept as it is.
	 * @param name the field
	 * @param maxLength in bytes of UTF-8; a longer one is 413 if nothing else is wrong
	 */
	public @Nullable String optionalText(String name, int maxLength) {
		JsonNode value = take(name, JsonNode::isString, "a string");
		if (value == null) {
			return null;
		}
		limit(name, value.stringValue(), maxLength);
		return value.stringValue();
	}

	/** A text that matches the pattern wholly, otherwise like the next. */
	public @Nullable String optionalText(String name, Pattern pattern, String expectation) {
		return optionalText(name, (text) -> pattern.matcher(text).matches(), expectation);
	}

	/**
	 * A text of which a condition holds.
	 * @param name the field
	 * @param accepted the condition
	 * @param expectation that in words, to stand behind "must be"
	 */
	public @Nullable String optionalText(String name, Predicate<String> accepted, String expectation) {
		JsonNode value = take(name, (v) -> v.isString() && accepted.test(v.stringValue()), expectation);
		return (value != null) ? value.stringValue() : null;
	}

	/** A number that must be there; otherwise like {@link #optionalNumber}. */
	public @Nullable BigDecimal requiredNumber(String name, BigDecimal min, BigDecimal max) {
		require(name);
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

	/** True or false. */
	public @Nullable Boolean optionalBoolean(String name) {
		JsonNode value = take(name, JsonNode::isBoolean, "true or false");
		return (value != null) ? value.booleanValue() : null;
	}

	/** One of the choices, by its name in lower case. */
	public <E extends Enum<E>> @Nullable E optionalChoice(String name, List<E> choices) {
		Map<String, E> byName = choices.stream()
			.collect(Collectors.toMap((e) -> e.name().toLowerCase(Locale.ROOT), (e) -> e, (a, _) -> a,
					LinkedHashMap::new));
		JsonNode value = take(name, (v) -> v.isString() && byName.containsKey(v.stringValue()),
				String.join(" or ", byName.keySet()));
		return (value != null) ? byName.get(value.stringValue()) : null;
	}

	/**
	 * An object whose values are strings.
	 * @param name the field
	 * @param maxPairs how many entries at most
	 * @param maxKey the longest key, in bytes of UTF-8; it must not be blank
	 * @param maxValue the longest value, in bytes of UTF-8
	 * @return the pairs in their order, empty if the field is absent
	 */
	public Map<String, String> optionalPairs(String name, int maxPairs, int maxKey, int maxValue) {
		JsonNode value = take(name, (v) -> v.isObject() && v.size() <= maxPairs,
				"an object of at most " + maxPairs + " entries");
		return (value != null) ? new JsonPairs(this.place.member(name), maxKey, maxValue).read(value, this.rejections)
				: new LinkedHashMap<>();
	}

	/** The fields of an object; its names are known to it alone. */
	public Optional<JsonFields> optionalObject(String name) {
		JsonNode value = take(name, JsonNode::isObject, "an object");
		return Optional.ofNullable(value)
			.map((object) -> new JsonFields(object.asObject(), this.rejections, this.place.member(name)));
	}

	/**
	 * The objects of a list.
	 * @param name the field
	 * @param maxSize how many at most; at least one there has to be
	 * @return their fields, empty if the list is absent
	 */
	public List<JsonFields> optionalObjects(String name, int maxSize) {
		JsonNode value = take(name, (v) -> v.isArray() && !v.isEmpty() && v.size() <= maxSize,
				"a list of 1 to " + maxSize + " objects");
		List<JsonFields> objects = new ArrayList<>();
		for (int i = 0; value != null && i < value.size(); i++) {
			JsonPlace element = this.place.member(name).element(i);
			if (value.get(i) instanceof ObjectNode object) {
				objects.add(new JsonFields(object, this.rejections, element));
			}
			else {
				this.rejections.add(element, "must be an object");
			}
		}
		return objects;
	}

	/**
	 * The texts of a list, each once.
	 * @param name the field
	 * @param maxSize how many at most
	 * @param accepted what each has to be
	 * @param expectation that in words, to stand behind "must be"
	 * @return the texts, empty if the list is absent
	 */
	public Set<String> optionalTexts(String name, int maxSize, Predicate<String> accepted, String expectation) {
		JsonNode value = take(name, (v) -> v.isArray() && v.size() <= maxSize,
				"a list of at most " + maxSize + " strings");
		Set<String> texts = new LinkedHashSet<>();
		for (int i = 0; value != null && i < value.size(); i++) {
			if (value.get(i).isString() && accepted.test(value.get(i).stringValue())) {
				texts.add(value.get(i).stringValue());
			}
			else {
				this.rejections.add(this.place.member(name).element(i), "must be " + expectation);
			}
		}
		return texts;
	}

	/** Whether the field is true or false, for fields that may be that or a text. */
	public boolean isBoolean(String name) {
		return this.node.path(name).isBoolean();
	}

	/** Whether the field is a list, for fields that may be one or something else. */
	public boolean isList(String name) {
		return this.node.path(name).isArray();
	}

	/**
	 * Whether a field that nothing depends on is absent or says what is the case anyway.
	 * @param name the field
	 * @param json the one value it may have, as JSON; 1 and 1.0 are equal
	 */
	public boolean saysNothingBut(String name, String json) {
		this.known.add(name);
		JsonNode value = this.node.get(name);
		return value == null || JsonTree.same(value, JsonMapper.shared().readTree(json));
	}

	/** Remembers that a field is bad if it is absent. */
	public void require(String name) {
		if (!this.node.has(name)) {
			reject(name, "is required");
		}
	}

	/** Remembers that a text of this field is too long, if it is. */
	public void limit(String name, String text, int maxLength) {
		if (Text.bytes(text) > maxLength) {
			this.rejections.addTooLong(this.place.member(name), maxLength);
		}
	}

	/**
	 * Remembers that a field is bad, for a reason only the reader of the field knows.
	 * @throws InvalidRequestException if there are more bad fields now than are listed
	 */
	public void reject(String field, String reason) {
		this.rejections.add(this.place.member(field), reason);
	}

	/**
	 * Where a field is in the body, for example {@code messages[2].role}; what is too
	 * long for an error message is cut.
	 */
	public String path(String name) {
		return this.place.member(name).text();
	}

	/** The names nobody took. */
	public List<String> unknown() {
		return this.node.propertyNames().stream().filter((name) -> !this.known.contains(name)).toList();
	}

	/**
	 * Ends the reading: every field nobody took is unknown.
	 * @throws InvalidRequestException if any field is bad
	 * @throws ProblemException with {@code input_too_large} if a text is too long and
	 * nothing else is wrong
	 */
	public void finish() {
		unknown().forEach((name) -> reject(name, "is not a known field"));
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

}
