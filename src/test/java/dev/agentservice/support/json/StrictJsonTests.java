package dev.agentservice.support.json;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a body may make the reader do: what its length explains, and no more. */
@Isolated("it measures the heap")
class StrictJsonTests {

	private static final HttpProperties GENEROUS = new HttpProperties(DataSize.ofMegabytes(8), Duration.ofSeconds(30),
			new JsonLimitProperties(64, 100_000, 1000, 10_000_000));

	private static final StrictJson STANDARD = new StrictJson(
			new HttpProperties(DataSize.ofMegabytes(1), Duration.ofSeconds(30)));

	@Test
	void longNamesAboveManyFlawsTakeWhatTheBodyTakes() {
		String body = around("\"\\u0000\"", 20_000, "name".repeat(10_000), 10);
		Read read = read(new StrictJson(GENEROUS), body);
		// All have the same place, as far as it is told.
		assertThat(read.errors()).hasSize(1);
		assertThat(read.allocated()).isLessThan(40L * body.length());
	}

	@Test
	void longNamesAboveManyValuesTakeWhatTheBodyTakes() {
		String body = around("1", 100_000, "name".repeat(10_000), 10);
		Read read = read(new StrictJson(GENEROUS), body);
		assertThat(read.errors()).isEmpty();
		assertThat(read.allocated()).isLessThan(40L * body.length());
	}

	@Test
	void theReadingEndsWithTheLastFlawThatIsListed() {
		String flawed = "{\"a\": [" + "\"\\u0000\", ".repeat(51);
		Read read = read(STANDARD, flawed + "this is not even JSON");
		assertThat(read.errors()).hasSize(50);
		assertThat(read.detail()).isEqualTo("The request has more than 50 invalid fields; the first 50 are listed.");
	}

	@Test
	void placesAreCutWhereTheyAreReported() {
		String body = around("\"\\u0000\"", 1, "n".repeat(900), 60);
		assertThat(read(STANDARD, body).errors()).singleElement()
			.satisfies((error) -> assertThat(error.field()).isEqualTo("n".repeat(64) + "…"));
		assertThat(read(STANDARD, around("\"\\u0000\"", 1, "ab", 4)).errors()).singleElement()
			.satisfies((error) -> assertThat(error.field()).isEqualTo("ab.ab.ab.ab[0]"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1000 })
	void theWorkGrowsAsTheBodyDoes(int nameLength) {
		StrictJson json = new StrictJson(GENEROUS);
		String small = around("\"\\ud800\"", 5_000, "x".repeat(nameLength), 40);
		String large = around("\"\\ud800\"", 20_000, "x".repeat(4 * nameLength), 40);
		assertThat(read(json, large).allocated()).isLessThan(6 * read(json, small).allocated());
	}

	@Test
	void whatIsOverALimitIsRefusedBeforeItIsRead() {
		assertRefused("{\"" + "n".repeat(1001) + "\": 1}");
		assertRefused("{\"a\": " + "1".repeat(101) + "}");
		assertRefused("{\"a\": " + "[".repeat(64) + "]".repeat(64) + "}");
		assertRefused("{\"a\": [" + "[],".repeat(100_000) + "[]]}");
		assertThat(read(STANDARD, "{\"" + "n".repeat(1000) + "\": " + "1".repeat(100) + "}").errors()).isEmpty();
	}

	@Test
	void namesAreForgottenWithTheirBody() {
		StrictJson json = new StrictJson(GENEROUS);
		read(json, body(0));
		long before = heap();
		for (int i = 1; i <= 300; i++) {
			read(json, body(i));
		}
		assertThat(heap() - before).isLessThan(20_000_000);
	}

	/** A body of 20 names that no other has. */
	private static String body(int index) {
		StringBuilder body = new StringBuilder("{\"a\": 1");
		for (int i = 0; i < 20; i++) {
			body.append(",\"").append("n".repeat(20_000)).append(index).append('-').append(i).append("\": 1");
		}
		return body.append('}').toString();
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static String around(String value, int count, String name, int depth) {
		return ("{\"" + name + "\": ").repeat(depth) + "[" + (value + ",").repeat(count - 1) + value + "]"
				+ "}".repeat(depth);
	}

	private static void assertRefused(String body) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> STANDARD.read(body.getBytes(StandardCharsets.UTF_8)))
			.satisfies((problem) -> assertThat(problem.detail()).contains("deeper than 64 levels",
					"longer than 1000 characters", "more than 200000 tokens"));
	}

	private static Read read(StrictJson json, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		long before = allocated();
		try {
			json.read(bytes).finish();
			throw new AssertionError("every field of it is unknown");
		}
		catch (InvalidRequestException ex) {
			long allocated = allocated() - before;
			List<InvalidField> errors = ((List<?>) Objects.requireNonNull(ex.properties().get("errors"))).stream()
				.map(InvalidField.class::cast)
				.filter((error) -> !error.reason().equals("is not a known field"))
				.toList();
			return new Read(errors, ex.detail(), allocated);
		}
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	/** What came of it; that the fields are unknown is left out. */
	private record Read(List<InvalidField> errors, String detail, long allocated) {

	}

}
