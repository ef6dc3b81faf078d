package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.identity.TestKey;
import dev.agentservice.redis.RedisServer;

/**
 * The service as in production, but for limits that a bench would meet: all are on, and
 * far away.
 *
 * @param redis where it keeps its state
 * @param modelUrl where its provider is
 * @param files directory for its agents
 */
record ServiceSettings(RedisServer redis, String modelUrl, Path files) {

	static final String PEPPER = "a pepper that is only good for benches";

	static final String TENANT = "bench";

	private static final String FAR = "1000000000";

	List<String> arguments() throws IOException {
		Map<String, String> properties = new LinkedHashMap<>(this.redis.properties());
		properties.put("server.address", "127.0.0.1");
		properties.put("management.server.address", "127.0.0.1");
		identity(properties, "agent-service.identity.");
		String provider = "agent-service.llm.providers.openai.";
		properties.put(provider + "base-url", this.modelUrl + "/v1");
		properties.put(provider + "api-key", BenchRequests.PROVIDER_KEY);
		// As the real provider, the simulated one refuses max_tokens.
		properties.put(provider + "output-cap-parameter", "max_completion_tokens");
		properties.put(provider + "refuse-storage", "true");
		properties.put("agent-service.agents.directory", agents().toString());
		for (String limit : List.of("user-requests", "key-requests", "user-tokens", "user-bytes", "key-bytes",
				"new-users", "user-reads", "key-reads")) {
			properties.put("agent-service.rate-limits." + limit + ".capacity", FAR);
		}
		for (String limit : List.of("user-daily-usd", "tenant-daily-usd", "agent-daily-usd")) {
			properties.put("agent-service.budget." + limit, "1000000");
		}
		properties.put("agent-service.run.events.streams-per-user", FAR);
		for (String owner : List.of("user", "tenant")) {
			properties.put("agent-service.run.in-flight." + owner + "-percent", "100");
			properties.put("agent-service.storage." + owner + "-limit", "1TB");
		}
		// A busy machine is no outage.
		properties.put("agent-service.redis.command-timeout", "10s");
		return properties.entrySet().stream().map((it) -> "--" + it.getKey() + "=" + it.getValue()).toList();
	}

	private static void identity(Map<String, String> properties, String prefix) {
		properties.put(prefix + "pepper", PEPPER);
		apiKey(properties, prefix + "api-keys[0].", "apps", BenchRequests.KEY);
		properties.put(prefix + "api-keys[0].on-behalf", "true");
		apiKey(properties, prefix + "api-keys[1].", "first-user", BenchRequests.USER_KEY);
		properties.put(prefix + "api-keys[1].user", "user-0");
	}

	private static void apiKey(Map<String, String> properties, String prefix, String name, String key) {
		properties.put(prefix + "name", name);
		properties.put(prefix + "sha256", TestKey.sha256(key));
		properties.put(prefix + "tenant", TENANT);
		properties.put(prefix + "scopes", "agent");
	}

	private Path agents() throws IOException {
		Path agents = Files.createDirectory(this.files.resolve("agents"));
		Files.writeString(agents.resolve("bench.md"), agent("bench", ""));
		Files.writeString(agents.resolve("bench-tools.md"), agent("bench-tools", "tools: [calculator]\n"));
		Files.writeString(agents.resolve("bench-unguarded.md"), agent("bench-unguarded",
				"guard: {task: off, tool_results: off, suspicion: off, output: off, side_effects: allow}\n"));
		return agents;
	}

	private static String agent(String name, String tools) {
		return "---\nname: %s\nmodels: {simple: openai/%s, complex: openai/%s}\n%s---\n%s\n".formatted(name,
				BenchRequests.MODEL, BenchRequests.MODEL, tools, BenchRequests.INSTRUCTIONS);
	}

}
