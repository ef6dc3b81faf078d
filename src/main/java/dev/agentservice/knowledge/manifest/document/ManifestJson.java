package dev.agentservice.knowledge.manifest.document;

import dev.agentservice.support.json.UnreadableStateException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Entries and passages as JSON. What another release added beside the known fields does
 * not disturb reading.
 */
public final class ManifestJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private ManifestJson() {
	}

	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * An entry.
	 * @throws UnreadableStateException if it is damaged
	 */
	public static DocumentEntry entry(String json) {
		return read(json, DocumentEntry.class);
	}

	/**
	 * A passage.
	 * @throws UnreadableStateException if it is damaged
	 */
	public static StoredPassage passage(String json) {
		return read(json, StoredPassage.class);
	}

	private static <T> T read(String json, Class<T> type) {
		try {
			return MAPPER.readValue(json, type);
		}
		catch (JacksonException _) {
			// Not kept as the cause: its message quotes the document.
			throw UnreadableStateException.damaged("A stored document is damaged. Please put it again.");
		}
	}

}
