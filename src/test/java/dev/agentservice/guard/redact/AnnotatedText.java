package dev.agentservice.guard.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.guard.redact.finding.FindingType;
import tools.jackson.databind.JsonNode;

/**
 * A text of which somebody knows where its values are.
 *
 * @param text the text
 * @param values all values in it, in their order
 */
public record AnnotatedText(String text, List<Value> values) {

	/** What presidio-research calls the types. */
	private static final Map<String, FindingType> TYPES = Map.of("EMAIL_ADDRESS", FindingType.EMAIL, "PHONE_NUMBER",
			FindingType.PHONE, "CREDIT_CARD", FindingType.PAYMENT_CARD, "IBAN_CODE", FindingType.IBAN, "IP_ADDRESS",
			FindingType.IP_ADDRESS, "US_SSN", FindingType.NATIONAL_ID, "PERSON", FindingType.PERSON);

	public AnnotatedText {
		values = List.copyOf(values);
	}

	/**
	 * Reads spans as presidio-research writes them; types that nobody looks for are left
	 * out.
	 * @param spans an array of {@code type}, {@code start} and {@code end}
	 */
	public static AnnotatedText of(String text, JsonNode spans) {
		List<Value> values = new ArrayList<>();
		for (JsonNode span : spans) {
			FindingType type = TYPES.get(span.path("type").asString(""));
			int start = span.path("start").asInt(-1);
			int end = span.path("end").asInt(-1);
			if (start < 0 || end > text.length() || start >= end) {
				throw new IllegalArgumentException("a span is not within the text");
			}
			if (type != null) {
				values.add(new Value(type, start, end));
			}
		}
		return new AnnotatedText(text, values);
	}

	/**
	 * A value.
	 *
	 * @param type what it is
	 * @param start index of its first character
	 * @param end index behind its last
	 */
	public record Value(FindingType type, int start, int end) {

		boolean covers(Value other) {
			return this.start <= other.start && this.end >= other.end;
		}

		boolean touches(Value other) {
			return this.start < other.end && other.start < this.end;
		}

	}

}
