package dev.agentservice.endtoend.providers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The page {@code docs/providers.md}, row by row. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class ProviderTableTests {

	private static final List<Outcome> OUTCOMES = new ArrayList<>();

	@AutoClose
	private static ProviderTrial trial;

	@BeforeAll
	static void start() {
		trial = new ProviderTrial();
	}

	static Stream<Arguments> rows() {
		return Stream.of(Dialect.values())
			.flatMap((dialect) -> Stream.of(Scenario.values())
				.flatMap((scenario) -> Stream.of(Arguments.of(dialect, scenario, false),
						Arguments.of(dialect, scenario, true))));
	}

	@Order(1)
	@ParameterizedTest(name = "{0} {1}, streamed: {2}")
	@MethodSource("rows")
	void everyDialectIsUnderstood(Dialect dialect, Scenario scenario, boolean streamed) {
		Outcome outcome = trial.run(dialect, scenario, streamed);
		OUTCOMES.add(outcome);
		assertThat(outcome.broken()).as(outcome.line()).isEmpty();
	}

	@Order(2)
	@Test
	void thePageSaysWhatHappens() throws IOException {
		assertThat(OUTCOMES).hasSize((int) rows().count());
		assertThat(Files.readString(Path.of("docs/providers.md"))).as("docs/providers.md, made by scripts/providers")
			.isEqualTo(ProvidersPage.of(OUTCOMES));
	}

}
