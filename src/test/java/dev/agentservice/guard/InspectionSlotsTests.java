package dev.agentservice.guard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.agentservice.guard.inspection.InspectionSlots;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How many texts are inspected at once. */
class InspectionSlotsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@AutoClose
	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch done = new CountDownLatch(1);

	@Test
	void whoFindsNoSlotIsRefusedAndCounted() throws InterruptedException {
		InspectionSlots slots = new InspectionSlots(1, 0, this.meters);
		CompletableFuture<Integer> first = occupy(slots);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> slots.within(Deadline.after(LONG), () -> 2))
			.returns(ProblemCode.OVERLOADED, ProblemException::code)
			.returns(Duration.ofSeconds(1), ProblemException::retryAfter);
		assertThat(this.meters.counter("agent.overload.rejections", "reason", "inspection").count()).isOne();
		this.done.countDown();
		assertThat(first.join()).isOne();
		assertThat(slots.within(Deadline.after(LONG), () -> 2)).isEqualTo(2);
	}

	@Test
	void whoWaitsGetsTheNextSlotOrIsRefusedWhenItsTimeIsUp() throws InterruptedException {
		InspectionSlots slots = new InspectionSlots(1, 1, this.meters);
		var _ = occupy(slots);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> slots.within(Deadline.after(Duration.ofMillis(10)), () -> 2));
		CompletableFuture<Integer> waiting = CompletableFuture
			.supplyAsync(() -> slots.within(Deadline.after(LONG), () -> 2), this.clients);
		this.done.countDown();
		assertThat(waiting.join()).isEqualTo(2);
	}

	@Test
	void theGuardNeverTakesAllProcessors() throws InterruptedException {
		InspectionSlots slots = new GuardProperties.Inspections(0, 0).slots(this.meters);
		for (int i = 0; i < Math.max(1, Runtime.getRuntime().availableProcessors() - 1); i++) {
			var _ = occupy(slots);
		}
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> slots.within(Deadline.after(LONG), () -> 2));
		this.done.countDown();
	}

	@Test
	void aSlotIsFreeAgainWhateverCameOfIt() {
		InspectionSlots slots = new InspectionSlots(1, 0, this.meters);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> slots.within(Deadline.after(LONG), () -> {
					throw new IllegalStateException();
				}));
		}
	}

	private CompletableFuture<Integer> occupy(InspectionSlots slots) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Integer> first = CompletableFuture
			.supplyAsync(() -> slots.within(Deadline.after(LONG), () -> {
				begun.countDown();
				return await();
			}), this.clients);
		begun.await();
		return first;
	}

	private int await() {
		try {
			this.done.await();
			return 1;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
