package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@BesideOthers
class IngestSlotsTests {

	private final IngestSlots slots = new IngestSlots(IngestSlots.LIMIT, IngestSlots.LIMIT, Duration.ofMillis(10));

	@Test
	void whoFindsNoSlotIsToldWhenToComeBack() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(IngestSlots.LIMIT);
		CountDownLatch end = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < IngestSlots.LIMIT; i++) {
				threads.execute(() -> this.slots.within(() -> held(begun, end)));
			}
			begun.await();
			ProblemException problem = catchThrowableOfType(ProblemException.class,
					() -> this.slots.within(() -> "stored"));
			end.countDown();
			assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED);
			assertThat(problem.retryAfter()).isNotNull();
		}
		assertThat(this.slots.within(() -> "stored")).isEqualTo("stored");
	}

	@Test
	void aTenantLeavesSlotsForOthers() throws InterruptedException {
		IngestSlots shared = new IngestSlots(4, 3, Duration.ofMillis(10));
		CountDownLatch begun = new CountDownLatch(3);
		CountDownLatch end = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 3; i++) {
				threads.execute(() -> shared.within("acme", () -> held(begun, end)));
			}
			begun.await();
			assertThat(catchThrowableOfType(ProblemException.class, () -> shared.within("acme", () -> "stored")).code())
				.isEqualTo(ProblemCode.OVERLOADED);
			assertThat(shared.within("umbrella", () -> "stored")).isEqualTo("stored");
			end.countDown();
		}
		assertThat(shared.within("acme", () -> "stored")).isEqualTo("stored");
	}

	private static boolean held(CountDownLatch begun, CountDownLatch end) {
		begun.countDown();
		try {
			end.await();
			return true;
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
