package dev.agentservice.local;

import org.springframework.core.env.Environment;

/**
 * What a person wants to know when local mode is up.
 *
 * @param surroundings what was started
 * @param keyFile where the key is
 * @param environment the running service's
 */
record Welcome(Surroundings surroundings, KeyFile keyFile, Environment environment) {

	String text() {
		String service = "http://127.0.0.1:" + this.environment.getProperty("local.server.port");
		String management = "http://127.0.0.1:" + this.environment.getProperty("local.management.port");
		String key = this.surroundings.credentials().apiKey();
		return """


				agent-service is up on %s

				  OpenAI     %s
				  Anthropic  %s
				  Redis      on port %d, forgets everything at the end
				  API key    %s (also in %s)
				  API docs   %s/swagger-ui.html
				  Metrics    %s/actuator/prometheus

				Try two tools at once:

				  curl -s %s/agent -H 'Authorization: Bearer %s' \\
				    -H 'Content-Type: application/json' \\
				    -d '{"task": "What is 17.5 %% of 2300, and what time is it in Tokyo?"}'

				Ask a handbook, and see where the answer stands:

				  curl -s %s/agent -H 'Authorization: Bearer %s' \\
				    -H 'Content-Type: application/json' \\
				    -d '{"agent": "handbook", "task": "How long does a refund take?"}'

				Ctrl-C stops everything.
				""".formatted(service, describe(this.surroundings.openai()), describe(this.surroundings.anthropic()),
				this.surroundings.redis().port(), key, this.keyFile.path(), service, management, service, key, service,
				key);
	}

	private static String describe(Provider provider) {
		return provider.simulated() ? "SIMULATED; set %s for the real one".formatted(provider.variable())
				: "real, at " + provider.baseUrl();
	}

}
