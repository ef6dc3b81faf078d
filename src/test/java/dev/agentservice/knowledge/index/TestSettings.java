package dev.agentservice.knowledge.index;

import java.util.HashMap;
import java.util.Map;

import dev.agentservice.knowledge.settings.KnowledgeProperties;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Settings as the service would read them.
 */
public final class TestSettings {

	private static final String PREFIX = "agent-service.knowledge";

	private TestSettings() {
	}

	public static KnowledgeProperties of(Map<String, ?> settings) {
		Map<String, Object> all = new HashMap<>();
		settings.forEach((name, value) -> all.put(PREFIX + "." + name, value));
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate(PREFIX, KnowledgeProperties.class);
	}

}
