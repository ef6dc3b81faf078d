package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients and dashboards rely on changes on purpose only: the description of the
 * interface and the names of metrics with their labels are compared with what was agreed
 * upon. A change that is meant is written with
 * {@code ./mvnw test -Dtest=ContractTests -Dcontract.write=src/test/resources/contract}
 * and told in the changelog.
 */
@BesideOthers
class ContractTests {

	private static final String HOW_TO_CHANGE = "the contract; if the change is meant, see the comment of "
			+ ContractTests.class.getSimpleName();

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest();

	@Test
	void theDescriptionOfTheInterfaceIsTheOneAgreedUpon() throws IOException {
		ObjectNode document = (ObjectNode) service.ada().get("/v3/api-docs").json();
		((ObjectNode) document.get("info")).remove("version");
		agreed("openapi.json", MAPPER.writeValueAsString(MAPPER.treeToValue(document, Object.class)) + "\n");
	}

	@Test
	void metricsHaveTheNamesAndLabelsAgreedUpon() throws IOException {
		useEverything();
		Set<Meter.Id> meters = service.bean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("agent.") || id.getName().startsWith("gen_ai."))
			.collect(Collectors.toSet());
		agreed("metrics.txt",
				Stream.concat(meters.stream().map(ContractTests::line), foreign(meters).map(ContractTests::line))
					.distinct()
					.sorted()
					.collect(Collectors.joining("\n", "", "\n")));
	}

	@Test
	void theReferenceNamesEachMetricOfAScrape() throws IOException {
		useEverything();
		String reference = Files.readString(Path.of("docs", "configuration.md"));
		Set<String> documented = Pattern.compile("`([a-z_]+)`")
			.matcher(reference.substring(reference.indexOf("## Metrics")))
			.results()
			.map((name) -> name.group(1))
			.collect(Collectors.toSet());
		assertThat(service.metrics().lines())
			.filteredOn((line) -> line.startsWith("# TYPE agent_") || line.startsWith("# TYPE gen_ai_"))
			.extracting((line) -> line.split(" ", -1)[2].replaceFirst("_max$", ""))
			.hasSizeGreaterThan(40)
			.isSubsetOf(documented);
	}

	private static void useEverything() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"1+1\"}")), answer("2"));
		assertThat(service.ada().ask("One and one?").status()).isEqualTo(200);
		assertThat(service.ada().ask(Map.of("task", "Hello.", "session_id", "agreed")).status()).isEqualTo(200);
	}

	/** What Prometheus scrapes and Micrometer does not know. */
	private static Stream<MetricSnapshot> foreign(Set<Meter.Id> meters) {
		Set<String> names = meters.stream().map((id) -> id.getName().replace('.', '_')).collect(Collectors.toSet());
		return service.bean(PrometheusRegistry.class)
			.scrape((name) -> name.startsWith("agent_") && names.stream().noneMatch(name::startsWith))
			.stream();
	}

	/** By its name in Prometheus. */
	private static String line(MetricSnapshot metric) {
		List<String> labels = metric.getDataPoints()
			.getFirst()
			.getLabels()
			.stream()
			.map(Label::getName)
			.sorted()
			.toList();
		String type = metric.getClass().getSimpleName().replace("Snapshot", "").toLowerCase(Locale.ROOT);
		return metric.getMetadata().getPrometheusName() + " " + type + " " + labels;
	}

	private static String line(Meter.Id id) {
		List<String> labels = id.getTags().stream().map(Tag::getKey).sorted().toList();
		return id.getName() + " " + id.getType().name().toLowerCase(Locale.ROOT) + " " + labels;
	}

	private static void agreed(String file, String now) throws IOException {
		String folder = System.getProperty("contract.write");
		if (folder != null) {
			Files.writeString(Path.of(folder, file), now);
		}
		try (InputStream in = Objects.requireNonNull(ContractTests.class.getResourceAsStream("/contract/" + file),
				file)) {
			String agreed = (folder != null) ? now : new String(in.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(now).as(HOW_TO_CHANGE).isEqualTo(agreed);
		}
	}

}
