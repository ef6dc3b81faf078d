package dev.agentservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/configuration.md} lists every setting, and no other. A table's rows stand
 * under a heading with the settings' prefix.
 */
class ConfigurationDocsTests {

	private static final Pattern HEADING = Pattern.compile("#+ `(agent-service[^`]*)`.*");

	/** Name, environment variable, default, meaning. */
	private static final Pattern ROW = Pattern
		.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (?:`([^`]*)`|([^|`]*)) \\| (.+) \\|");

	private static final Map<String, Row> DOCUMENTED = new TreeMap<>();

	@BeforeAll
	static void read() throws IOException {
		String prefix = "";
		for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
			Matcher heading = HEADING.matcher(line);
			Matcher row = ROW.matcher(line);
			if (heading.matches()) {
				prefix = heading.group(1);
			}
			else if (line.startsWith("#")) {
				prefix = "";
			}
			else if (!prefix.isEmpty() && row.matches()) {
				String name = prefix + "." + row.group(1);
				assertThat(DOCUMENTED.put(name, new Row(row.group(2), row.group(3)))).as(name).isNull();
			}
		}
	}

	@Test
	void everySettingIsDocumentedAndNoneThatDoesNotExist() {
		assertThat(DOCUMENTED.keySet()).containsExactlyInAnyOrderElementsOf(Settings.all().keySet());
	}

	@Test
	void theDefaultsAreThoseOfTheCode() {
		Settings.all()
			.forEach((name, value) -> assertThat(DOCUMENTED.get(name)).as(name).isNotNull().satisfies((row) -> {
				if (!value.isEmpty()) {
					assertThat(row.standard()).as(name).isEqualTo(value);
				}
			}));
	}

	@Test
	void theEnvironmentVariablesAreThoseThatSpringReads() {
		DOCUMENTED.forEach((name, row) -> assertThat(row.variable()).isEqualTo(Settings.environmentVariable(name)));
	}

	private record Row(String variable, String standard) {

	}

}
