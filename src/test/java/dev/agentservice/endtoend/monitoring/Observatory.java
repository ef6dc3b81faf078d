package dev.agentservice.endtoend.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Replica;
import tools.jackson.databind.JsonNode;

/**
 * A Prometheus with our rules, and the Alertmanager that it reports to.
 * <p>
 * The rules are the shipped ones with three changes, because nobody wants to wait for an
 * hour: windows of five minutes are one minute, rules are evaluated every second, and
 * alerts wait two seconds before they fire.
 */
final class Observatory implements AutoCloseable {

	static final Duration WINDOW = Duration.ofMinutes(1);

	static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);

	private static final List<String> RULES = List.of("recording.yaml", "alerts.yaml");

	private final Daemon alertmanager;

	private final Daemon prometheus;

	Observatory(Path directory, List<Replica> replicas) {
		try {
			int alertmanagerPort = Daemon.freePort();
			int prometheusPort = Daemon.freePort();
			for (String file : RULES) {
				Files.writeString(directory.resolve(file),
						hurried(Files.readString(MonitoringFiles.RULES.resolve(file))));
			}
			Files.writeString(directory.resolve("prometheus.yaml"), configuration(alertmanagerPort, replicas));
			this.alertmanager = startAlertmanager(alertmanagerPort, directory);
			this.prometheus = startPrometheus(prometheusPort, directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Asks for series as they are now.
	 * @throws IllegalStateException if Prometheus does not understand the question
	 */
	List<JsonNode> query(String expression) {
		JsonNode answer = this.prometheus.json("/api/v1/query?query=" + Daemon.encode(expression));
		if (!"success".equals(answer.at("/status").asString())) {
			throw new IllegalStateException(answer.at("/error").asString() + " in " + expression);
		}
		return answer.at("/data/result").valueStream().toList();
	}

	/** What a rule has recorded of its one series lately, the oldest first. */
	List<Figure> figures(String series, Duration lately) {
		List<JsonNode> found = query(series + "[" + lately.toSeconds() + "s]");
		if (found.size() != 1) {
			throw new IllegalStateException(found.size() + " series for " + series);
		}
		return found.getFirst().at("/values").valueStream().map(Observatory::figure).toList();
	}

	private static Figure figure(JsonNode sample) {
		Instant time = Instant.ofEpochMilli(Math.round(sample.get(0).asDouble() * 1000));
		return new Figure(Double.parseDouble(sample.get(1).asString()), time);
	}

	/** What keeps it from scraping, in words. */
	List<String> scrapeErrors() {
		return this.prometheus.json("/api/v1/targets")
			.at("/data/activeTargets")
			.valueStream()
			.map((target) -> target.at("/lastError").asString(""))
			.filter((error) -> !error.isEmpty())
			.toList();
	}

	/** The alerts that have arrived at the Alertmanager, as {@code name agent}. */
	List<String> alerts() {
		return this.alertmanager.json("/api/v2/alerts")
			.valueStream()
			.map((alert) -> alert.at("/labels/alertname").asString() + " " + alert.at("/labels/agent").asString(""))
			.map(String::strip)
			.toList();
	}

	@Override
	public void close() {
		this.prometheus.close();
		this.alertmanager.close();
	}

	private static String hurried(String rules) {
		return rules.replace("[5m]", "[" + WINDOW.toSeconds() + "s]")
			.replaceAll("(?m)^( +)interval: \\S+$", "$1interval: 1s")
			.replaceAll("(?m)^( +)for: \\S+$", "$1for: 2s");
	}

	private static String configuration(int alertmanagerPort, List<Replica> replicas) {
		String targets = replicas.stream()
			.map((replica) -> "'" + URI.create(replica.management().baseUrl()).getAuthority() + "'")
			.collect(Collectors.joining(", "));
		return """
				global: {scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: 1s}
				rule_files: [%2$s]
				alerting:
				  alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%3$d']}]}]
				scrape_configs:
				  - job_name: agent-service
				    metrics_path: /actuator/prometheus
				    static_configs: [{targets: [%4$s], labels: {namespace: trial}}]
				""".formatted(SCRAPE_INTERVAL.toSeconds(), String.join(", ", RULES), alertmanagerPort, targets);
	}

	private static Daemon startAlertmanager(int port, Path directory) throws IOException {
		Path configuration = directory.resolve("alertmanager.yaml");
		Files.writeString(configuration, "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n");
		return Daemon.start(port, directory.resolve("alertmanager.log"),
				List.of("prometheus-alertmanager", "--config.file=" + configuration,
						"--storage.path=" + directory.resolve("alerts"), "--web.listen-address=127.0.0.1:" + port,
						"--cluster.listen-address="));
	}

	private static Daemon startPrometheus(int port, Path directory) {
		return Daemon.start(port, directory.resolve("prometheus.log"),
				List.of("prometheus", "--config.file=" + directory.resolve("prometheus.yaml"),
						"--storage.tsdb.path=" + directory.resolve("series"),
						"--web.listen-address=127.0.0.1:" + port));
	}

	/**
	 * What a rule has recorded.
	 *
	 * @param value the value
	 * @param time when the rule was evaluated
	 */
	record Figure(double value, Instant time) {
	}

}
