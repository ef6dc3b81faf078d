package dev.agentservice.support.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class RetryPolicyTests {

	private static final Duration BACKOFF = Duration.ofMillis(100);

	private static final Deadline FAR = Deadline.after(Duration.ofHours(1));

	private final RetryPolicy policy = new RetryPolicy(5, BACKOFF, Duration.ofMillis(300));

	private final AtomicInteger asked = new AtomicInteger();

	@RepeatedTest(20)
	void pausesDoubleUpToTheLongestAndHalfOfEachIsRandom() {
		assertThat(pauseAfter(1, FAR, Duration.ZERO)).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
		assertThat(pauseAfter(2, FAR, Duration.ZERO)).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
		assertThat(pauseAfter(4, FAR, Duration.ZERO)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
	}

	@Test
	void thereAreNoMoreAttemptsThanAllowed() {
		assertThat(pauseAfter(4, FAR, Duration.ZERO)).isNotNull();
		assertThat(pauseAfter(5, FAR, Duration.ZERO)).isNull();
		assertThat(pauseAfter(6, FAR, Duration.ZERO)).isNull();
	}

	@Test
	void theOtherSideMayAskForALongerPause() {
		assertThat(pauseAfter(1, FAR, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void aPauseTakesAtMostHalfOfTheTimeLeft() {
		Deadline near = Deadline.after(Duration.ofSeconds(60));
		assertThat(pauseAfter(1, near, Duration.ofSeconds(31))).isNull();
		assertThat(pauseAfter(1, near, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));
		assertThat(pauseAfter(1, Deadline.after(Duration.ZERO), Duration.ZERO)).isNull();
	}

	@Test
	void theBudgetIsAskedOnlyForARetryThatWouldBeMade() {
		pauseAfter(5, FAR, Duration.ZERO);
		pauseAfter(1, Deadline.after(Duration.ZERO), Duration.ZERO);
		assertThat(this.asked).hasValue(0);
		pauseAfter(1, FAR, Duration.ZERO);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void pastTheBudgetThereIsNoRetry() {
		assertThat(this.policy.pauseAfter(1, FAR, Duration.ZERO, () -> false)).isNull();
	}

	@Test
	void pausesThatCouldNotGrowAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(2, BACKOFF, BACKOFF))
			.withMessage("max-backoff must be longer than backoff, which is 100 ms");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(2, BACKOFF, Duration.ZERO));
		assertThat(new RetryPolicy(2, BACKOFF, BACKOFF.plusMillis(1)).maxBackoff()).isEqualTo(Duration.ofMillis(101));
	}

	private @Nullable Duration pauseAfter(int attempts, Deadline deadline, Duration atLeast) {
		return this.policy.pauseAfter(attempts, deadline, atLeast, () -> this.asked.incrementAndGet() > 0);
	}

}
