package dev.agentservice;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bill of materials that the build puts beside the classes, and so into the jar.
 */
class BillOfMaterialsTests {

	private static JsonNode bill;

	@BeforeAll
	static void read() throws IOException {
		try (InputStream file = BillOfMaterialsTests.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
			bill = JsonMapper.shared()
				.readTree(Objects.requireNonNull(file, "Maven writes the bill of materials only online: leave out -o"));
		}
	}

	private static List<String> components() {
		return bill.path("components").valueStream().map((component) -> component.path("purl").asString()).toList();
	}

	@Test
	void itIsTheServices() {
		assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
		assertThat(bill.at("/metadata/component/name").asString()).isEqualTo("agent-service");
	}

	@Test
	void itNamesWhatTheServiceRunsWithInTheVersionThatRuns() {
		assertThat(components())
			.anyMatch((purl) -> purl
				.startsWith("pkg:maven/org.springframework.boot/spring-boot@" + SpringBootVersion.getVersion()))
			.anyMatch((purl) -> purl.startsWith("pkg:maven/io.lettuce/lettuce-core@"))
			.anyMatch((purl) -> purl.startsWith("pkg:maven/dev.langchain4j/langchain4j-core@"));
	}

	@Test
	void whatOnlyTestsNeedIsNotInIt() {
		assertThat(components()).isNotEmpty()
			.noneMatch((purl) -> purl.contains("testcontainers") || purl.contains("archunit")
					|| purl.contains("embedded-redis") || purl.contains("junit"));
	}

	/** Clients of ours are small; theirs have tens of megabytes each. */
	@Test
	void noProvidersClientIsInIt() {
		assertThat(components()).noneMatch((purl) -> purl.contains("com.openai/") || purl.contains("com.anthropic/")
				|| purl.contains("langchain4j-open-ai") || purl.contains("langchain4j-anthropic"));
	}

}
