package dev.agentservice.support.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final AtomicLong now = new AtomicLong(-5);

	private final RetryBudget budget = new RetryBudget(new RetryBudget.Limits(10, 10, WINDOW), this.now::get);

	@Test
	void littleTrafficHasTheFloor() {
		calls(3);
		assertThat(retriesGranted(50)).isEqualTo(10);
	}

	@Test
	void muchTrafficHasATenthOfItsCalls() {
		calls(1000);
		assertThat(retriesGranted(1000)).isEqualTo(100);
	}

	@Test
	void whatIsOlderThanTheWindowNoLongerCounts() {
		calls(1000);
		assertThat(retriesGranted(1000)).isEqualTo(100);
		this.now.addAndGet(WINDOW.toNanos() - 1);
		assertThat(retriesGranted(1)).isZero();
		this.now.addAndGet(1);
		assertThat(retriesGranted(50)).isEqualTo(10);
	}

	private void calls(int calls) {
		IntStream.range(0, calls).forEach((_) -> this.budget.called());
	}

	private long retriesGranted(int asked) {
		return IntStream.range(0, asked).filter((_) -> this.budget.tryRetry()).count();
	}

}
