package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.function.Supplier;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What opens the circuit of an index, and who finds it open. */
@BesideOthers
class IndexBreakerTests {

	@Test
	void callersThatAreLateDoNotOpenIt() {
		IndexBreaker breaker = breaker(Duration.ofMinutes(1));
		fail(breaker, () -> IndexUnavailableException.late("late", Duration.ofMillis(100), null));
		assertThat(breaker.isOpen()).isFalse();
		fail(breaker, () -> IndexUnavailableException.late("late", Duration.ofSeconds(1), null));
		assertThat(breaker.isOpen()).isTrue();
	}

	@Test
	void itIsNotSaidToBeOpenOnceItIsTimeForAnotherAttempt() {
		IndexBreaker breaker = breaker(Duration.ofMillis(1));
		fail(breaker, () -> new IndexUnavailableException("down", null));
		long opened = System.nanoTime();
		while (System.nanoTime() - opened < Duration.ofMillis(1).toNanos()) {
			Thread.onSpinWait();
		}
		assertThat(breaker.isOpen()).isFalse();
		assertThat(breaker.call(() -> "answer")).isEqualTo("answer");
	}

	private static IndexBreaker breaker(Duration open) {
		return new IndexBreaker("index", new CircuitBreakerLimits(50, 4, Duration.ofSeconds(30), open, 3),
				new SimpleMeterRegistry());
	}

	private static void fail(IndexBreaker breaker, Supplier<RuntimeException> failure) {
		for (int i = 0; i < 8 && !breaker.isOpen(); i++) {
			assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> breaker.call(() -> {
				throw failure.get();
			}));
		}
	}

}
