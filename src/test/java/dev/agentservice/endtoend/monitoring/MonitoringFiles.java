package dev.agentservice.endtoend.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;

/**
 * What is shipped for Prometheus and Grafana.
 */
final class MonitoringFiles {

	static final Path DIRECTORY = Path.of("k8s", "monitoring");

	static final Path RULES = DIRECTORY.resolve("rules");

	private MonitoringFiles() {
	}

	/** The rules that record something, in their order. */
	static List<Map<?, ?>> recordings() {
		return rules("recording.yaml");
	}

	/** The alerts, in their order. */
	static List<Map<?, ?>> alerts() {
		return rules("alerts.yaml");
	}

	/** What the tests of the alerts consist of. */
	static List<Map<?, ?>> alertTests() {
		return Stream.of("alerts.yaml", "alerts-after-hours.yaml")
			.flatMap((file) -> maps(yaml(DIRECTORY.resolve("tests").resolve(file)), "tests").stream())
			.toList();
	}

	/** All queries of the dashboard, as Grafana would send them with nothing selected. */
	static List<String> dashboardQueries() {
		JsonNode dashboard = JsonMapper.shared().readTree(read(DIRECTORY.resolve("dashboards/agent-service.json")));
		Stream<JsonNode> targets = dashboard.at("/panels")
			.valueStream()
			.flatMap((panel) -> panel.path("targets").valueStream());
		return Stream.concat(targets, dashboard.at("/annotations/list").valueStream())
			.map((target) -> target.at("/expr").asString())
			.map((query) -> query.replace("$__rate_interval", "1m").replaceAll("\\$\\w+", ".*"))
			.toList();
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Map<?, ?>> rules(String file) {
		return maps(yaml(RULES.resolve(file)), "groups").stream()
			.flatMap((group) -> maps(group, "rules").stream())
			.toList();
	}

	private static Map<String, Object> yaml(Path file) {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(new FileSystemResource(file));
		Map<String, Object> read = yaml.getObject();
		if (read == null) {
			throw new IllegalStateException(file + " is empty");
		}
		return read;
	}

	/** The maps in a map's list. */
	static List<Map<?, ?>> maps(Map<?, ?> map, String key) {
		List<?> list = (List<?>) Objects.requireNonNull(map.get(key), key);
		return list.stream().<Map<?, ?>>map((element) -> (Map<?, ?>) element).toList();
	}

}
