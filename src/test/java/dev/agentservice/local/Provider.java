package dev.agentservice.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.simulator.Simulator;

/**
 * Where a provider's models are: at the real provider if the environment says how to
 * reach it, else at the simulator.
 *
 * @param name its name in the configuration, which is its protocol's too
 * @param baseUrl where its API begins
 * @param apiKey the key it wants
 * @param simulated whether it is simulated
 */
record Provider(String name, String baseUrl, String apiKey, boolean simulated) {

	static Provider openai(Map<String, String> environment, Simulator simulator) {
		String url = environment.getOrDefault("OPENAI_BASE_URL", "");
		String key = environment.getOrDefault("OPENAI_API_KEY", "");
		if (url.isBlank() && key.isBlank()) {
			return new Provider("openai", simulator.baseUrl(), "simulated", true);
		}
		return new Provider("openai", url.isBlank() ? "https://api.openai.com/v1" : url, key.isBlank() ? "none" : key,
				false);
	}

	static Provider anthropic(Map<String, String> environment, Simulator simulator) {
		String key = environment.getOrDefault("ANTHROPIC_API_KEY", "");
		if (key.isBlank()) {
			return new Provider("anthropic", simulator.baseUrl(), "simulated", true);
		}
		return new Provider("anthropic", "https://api.anthropic.com/v1", key, false);
	}

	/** The environment variable that makes it a real one. */
	String variable() {
		return this.name.toUpperCase(Locale.ROOT) + "_API_KEY";
	}

	Map<String, Object> properties() {
		String prefix = "agent-service.llm.providers." + this.name;
		Map<String, Object> properties = new HashMap<>(Map.of(prefix + ".protocol", this.name, prefix + ".base-url",
				this.baseUrl, prefix + ".api-key", this.apiKey));
		if (this.simulated && "openai".equals(this.name)) {
			// As the real provider, the simulated one refuses max_tokens.
			properties.put(prefix + ".output-cap-parameter", "max_completion_tokens");
			properties.put(prefix + ".refuse-storage", true);
		}
		return properties;
	}

}
