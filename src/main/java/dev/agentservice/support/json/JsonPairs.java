package dev.agentservice.support.json;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.support.Text;
import tools.jackson.databind.JsonNode;

/**
 * An object whose values are strings.
 *
 * @param place where it is
 * @param maxKey the longest key, in bytes of UTF-8; it must not be blank
 * @param maxValue the longest value, in bytes of UTF-8
 */
record JsonPairs(JsonPlace place, int maxKey, int maxValue) {

	/** The pairs in their order; what is wrong with one is added to the rejections. */
	Map<String, String> read(JsonNode object, Rejections rejections) {
		Map<String, String> pairs = new LinkedHashMap<>();
		object.properties().forEach((entry) -> {
			check(entry.getKey(), entry.getValue(), rejections);
			pairs.put(entry.getKey(), entry.getValue().stringValue(""));
		});
		return pairs;
	}

	private void check(String key, JsonNode value, Rejections rejections) {
		if (Text.isBlank(key) || Text.bytes(key) > this.maxKey) {
			rejections.add(this.place.member(key), "must have a name of 1 to " + this.maxKey + " bytes");
		}
		if (!value.isString() || Text.bytes(value.stringValue()) > this.maxValue) {
			rejections.add(this.place.member(key), "must be a string of at most " + this.maxValue + " bytes");
		}
	}

}
