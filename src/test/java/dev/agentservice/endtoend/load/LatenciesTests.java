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
	void whoTookTooLongOrLeftSomethingBreaksAPromise() {
		Latencies slow = Latencies.of(List.of(Duration.ofMillis(401)));
		assertThat(new SheddingReport(ONE_TO_TWO_HUNDRED, ONE_TO_TWO_HUNDRED, millis(50), List.of(), List.of())
			.brokenPromises()).isEmpty();
		assertThat(new SheddingReport(ONE_TO_TWO_HUNDRED, slow, millis(51), List.of("500"), List.of("a turn"))
			.brokenPromises()).hasSize(4);
		assertThat(
				new SheddingReport(ONE_TO_TWO_HUNDRED, ONE_TO_TWO_HUNDRED, NONE, List.of(), List.of()).brokenPromises())
			.hasSize(1);
	}

	private static Latencies millis(long millis) {
		return Latencies.of(List.of(Duration.ofMillis(millis)));
	}

}
