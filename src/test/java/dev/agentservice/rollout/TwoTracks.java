package dev.agentservice.rollout;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.load.Unlimited;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import org.jspecify.annotations.Nullable;

/**
 * A replica of each track, with a provider of its own in which regressions are planted,
 * and what their Prometheus has to know: labels as in production. Each case sees one
 * agent only, in a namespace of its own, so that all of them go on at the same time.
 */
final class TwoTracks implements AutoCloseable {

	static final String STABLE_VERSION = "1.0.0";

	static final String CANARY_VERSION = "1.1.0";

	/** What each namespace sees: the agent of this name. */
	static final Map<String, String> CASES = Map.of("cost", "cost", "errors", "errors", "tools", "tools", "steady",
			"steady", "crashes", "steady");

	private final RedisServer redis = RedisServer.start();

	private final Simulator stableProvider = Simulator.start();

	private final Simulator canaryProvider = Simulator.start();

	private final Path directory;

	private final Replica stable;

	private volatile @Nullable Replica canary;

	/** Starts both. */
	TwoTracks(Path directory) throws IOException {
		this.directory = directory;
		Path agents = Files.createDirectory(directory.resolve("agents"));
		for (String agent : CASES.values()) {
			Files.writeString(agents.resolve(agent + ".md"), agent(agent, agent.equals("tools") ? "calculator" : ""));
		}
		PlantedModel.GOOD.install(this.stableProvider);
		PlantedModel.WORSE.install(this.canaryProvider);
		this.stable = start("stable", STABLE_VERSION, this.stableProvider);
		Replica first = startCanary();
		this.stable.awaitReady();
		first.awaitReady();
		this.canary = first;
		tellPrometheus();
	}

	private static String agent(String name, String tools) {
		return """
				---
				name: %s
				description: Is asked by a test.
				models: {simple: anthropic/claude-haiku-4-5, complex: anthropic/claude-haiku-4-5}
				tools: [%s]
				---
				Answer.
				""".formatted(name, tools);
	}

	private Replica startCanary() {
		return start("canary", CANARY_VERSION, this.canaryProvider);
	}

	private Replica start(String track, String version, Simulator provider) {
		List<String> options = new ArrayList<>(Unlimited.options());
		options.addAll(List.of("--agent-service.agents.directory=" + this.directory.resolve("agents"),
				"--AGENT_TRACK=" + track, "--AGENT_VERSION=" + version,
				// Failures are what is planted; a breaker would plant others.
				"--agent-service.llm.resilience.breaker.minimum-calls=100000"));
		return Replica.start(new ReplicaSettings(this.redis, provider), options.toArray(String[]::new));
	}

	/** The canary's process dies, and is started again in its pod, as kubelet does. */
	void crashCanary() throws IOException {
		Replica dying = this.canary;
		this.canary = null;
		if (dying != null) {
			dying.kill();
		}
		Replica next = startCanary().awaitReady();
		this.canary = next;
		tellPrometheus();
	}

	Client stable() {
		return this.stable.ada();
	}

	/** Nobody while its process is replaced. */
	@Nullable Client canary() {
		Replica present = this.canary;
		return (present != null) ? present.ada() : null;
	}

	/**
	 * A pod keeps its name when its container is restarted; only here its port changes.
	 */
	private void tellPrometheus() throws IOException {
		Replica present = this.canary;
		String targets = Stream
			.concat(Stream.of(target(this.stable, "p0")),
					(present != null) ? Stream.of(target(present, "p1")) : Stream.empty())
			.collect(Collectors.joining(",", "[", "]"));
		Path written = Files.writeString(this.directory.resolve("targets.new"), targets);
		Files.move(written, this.directory.resolve("targets.json"), StandardCopyOption.ATOMIC_MOVE);
	}

	private static String target(Replica replica, String pod) {
		return "{\"targets\": [\"%s\"], \"labels\": {\"pod\": \"%s\"}}"
			.formatted(URI.create(replica.managementUrl()).getAuthority(), pod);
	}

	/** A job for each namespace. */
	String scrapes() {
		StringBuilder jobs = new StringBuilder();
		CASES.forEach((namespace, agent) -> jobs.append("""

				- job_name: %s
				  scrape_interval: 5s
				  scrape_timeout: 3s
				  metrics_path: /actuator/prometheus
				  file_sd_configs: [{files: ['%s'], refresh_interval: 1s}]
				  relabel_configs: [{target_label: namespace, replacement: %s}]
				  metric_relabel_configs:
				  - {source_labels: [agent], regex: '|%s', action: keep}
				  - {source_labels: [tool], regex: '|%s', action: keep}
				""".formatted(namespace, this.directory.resolve("targets.json"), namespace, agent,
				agent.equals("tools") ? "calculator" : "none")));
		return jobs.toString();
	}

	@Override
	public void close() {
		this.stable.close();
		Replica present = this.canary;
		if (present != null) {
			present.close();
		}
		this.canaryProvider.close();
		this.stableProvider.close();
		this.redis.close();
	}

}
