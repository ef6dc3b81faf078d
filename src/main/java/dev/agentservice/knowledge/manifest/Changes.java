package dev.agentservice.knowledge.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has changed in a collection.
 *
 * @param trimmed whether it is too late to tell
 * @param documents the tags of the documents that have changed by the entries of the log
 * that say so, oldest first
 */
public record Changes(boolean trimmed, Map<String, String> documents) {

	public Changes {
		documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents));
	}

}
