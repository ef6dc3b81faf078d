package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTests {

	private static final Latencies ONE_TO_TWO_HUNDRED = Latencies
		.of(IntStream.rangeClosed(1, 200).mapToObj(Duration::ofMillis).toList().reversed());

	private static final Latencies NONE = Latencies.of(List.of());

	@Test
	void percentilesAreValuesThatWereMeasured() {
		assertThat(ONE_TO_TWO_HUNDRED.percentile(50)).isEqualTo(100);
		assertThat(ONE_TO_TWO_HUNDRED.percentile(99)).isEqualTo(198);
		assertThat(ONE_TO_TWO_HUNDRED.percentile(100)).isEqualTo(200);
		assertThat(NONE.percentile(99)).isZero();
	}

	@Test
	void whoTookTooLongWasTooSlowAndNothingElse() {
		Latencies slow = Latencies.of(List.of(Duration.ofMillis(401)));
		SheddingReport fast = report(ONE_TO_TWO_HUNDRED, millis(50), List.of());
		SheddingReport late = report(slow, millis(51), List.of());
		assertThat(fast.tooSlow()).isEmpty();
		assertThat(late.tooSlow()).hasSize(2);
		assertThat(late.wrong()).isEmpty();
	}

	@Test
	void whatWasLeftAndNobodyRefusedAreWrongHoweverFast() {
		SheddingReport report = report(ONE_TO_TWO_HUNDRED, NONE, List.of("a turn"));
		assertThat(report.wrong()).hasSize(2).contains("a turn");
		assertThat(report.tooSlow()).isEmpty();
	}

	private static SheddingReport report(Latencies accepted, Latencies refused, List<String> left) {
		return new SheddingReport(ONE_TO_TWO_HUNDRED, accepted, refused, List.of(), left);
	}

	private static Latencies millis(long millis) {
		return Latencies.of(List.of(Duration.ofMillis(millis)));
	}

}
