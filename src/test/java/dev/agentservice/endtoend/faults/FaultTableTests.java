package dev.agentservice.endtoend.faults;

import java.time.Duration;
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

/**
 * The table that {@code scripts/faults} prints, row by row; the script has other models,
 * too.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultTableTests {

	private static final List<FaultRow> ROWS = new ArrayList<>();

	@AutoClose
	private static FaultTrial trial;

	@BeforeAll
	static void start() {
		trial = new FaultTrial();
	}

	static Stream<Arguments> faults() {
		return Fault.all()
			.stream()
			.flatMap((fault) -> Stream.of(Face.values())
				.map((face) -> Arguments.of(fault, face, Variant.ANTHROPIC_FIRST)));
	}

	@Order(1)
	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("faults")
	void everyFaultEndsAsPromised(Fault fault, Face face, Variant variant) {
		FaultRow row = trial.run(fault, face, variant);
		ROWS.add(row);
		assertThat(row.broken()).as(row.line()).isEqualTo(List.of());
	}

	@Order(2)
	@Test
	void hardlyMoreIsChargedThanIsBilled() {
		assertThat(ROWS).hasSize((int) faults().count());
		assertThat(FaultRow.sum(ROWS).ofBilled()).isBetween(0.95, FaultRow.Money.MOST);
	}

	@Order(3)
	@Test
	void aProviderThatFlapsIsSparedAndComesBack() {
		Duration down = Duration.ofSeconds(6);
		Flapping flapping = Flapping.observe(trial, down);
		assertThat(flapping.broken(down)).as(flapping.toString()).isEmpty();
	}

}
