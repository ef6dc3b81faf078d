package dev.agentservice.run.slot;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import dev.agentservice.agent.Cancellation.Reason;
import dev.agentservice.agent.RunCancelledException;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class InFlightRunsTests {

	private static final Executor CLIENTS = Thread::startVirtualThread;

	private static final Caller ADA = caller("acme", "ada");

	private static final Duration LONG = Duration.ofSeconds(20);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void whoFindsNoPlaceAndNoLineIsRefusedAtOnce() {
		InFlightRuns inFlight = inFlight(2, 0, LONG);
		inFlight.take(ADA);
		inFlight.take(ADA);
		assertRefused(inFlight);
		assertThat(rejections("full")).isEqualTo(1);
	}

	@Test
	void aPlaceThatBecomesFreeGoesToWhoWaitsForIt() {
		InFlightRuns inFlight = inFlight(1, 1, LONG);
		InFlightSlot slot = inFlight.take(ADA);
		CompletableFuture<InFlightSlot> waiting = new CompletableFuture<>();
		Thread client = Thread.startVirtualThread(() -> waiting.complete(inFlight.take(ADA)));
		await().until(() -> client.getState() == Thread.State.TIMED_WAITING);
		assertRefused(inFlight);
		slot.close();
		waiting.join();
	}

	@Test
	void theLineIsNoLongerThanItIsAllowedToBe() {
		InFlightRuns inFlight = inFlight(1, 3, LONG);
		InFlightSlot slot = inFlight.take(ADA);
		List<CompletableFuture<InFlightSlot>> clients = IntStream.range(0, 10)
			.mapToObj((_) -> CompletableFuture.supplyAsync(() -> inFlight.take(ADA), CLIENTS))
			.toList();
		await().until(() -> clients.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 7);
		slot.close();
		await().until(() -> clients.stream().anyMatch(InFlightRunsTests::succeeded));
		assertThat(rejections("full")).isEqualTo(7);
	}

	@Test
	void nobodyWaitsLongerThanAllowed() {
		InFlightRuns inFlight = inFlight(1, 5, Duration.ofMillis(50));
		inFlight.take(ADA);
		long begun = System.nanoTime();
		assertRefused(inFlight);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void whoIsNotKnownYetIsRefusedWhereThereIsNoPlaceAndTakesNone() {
		InFlightRuns inFlight = inFlight(1, 0, LONG);
		inFlight.demandOne();
		InFlightSlot slot = inFlight.take(ADA);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(inFlight::demandOne)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
		slot.close();
		inFlight.demandOne();
		inFlight.take(ADA);
	}

	@Test
	void whoGaveUpWaitingLeavesItsPlaceInTheLine() {
		InFlightRuns inFlight = inFlight(1, 1, Duration.ofMillis(1));
		InFlightSlot slot = inFlight.take(ADA);
		assertRefused(inFlight);
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> assertRefused(inFlight), CLIENTS);
		later.join();
		slot.close();
		inFlight.take(ADA);
	}

	@Test
	void aPlaceThatIsGivenBackTwiceIsFreeOnce() {
		InFlightRuns inFlight = inFlight(1, 0, LONG);
		InFlightSlot slot = inFlight.take(ADA);
		slot.close();
		slot.close();
		inFlight.take(ADA);
		assertRefused(inFlight);
	}

	@Test
	void aReplicaThatStopsHasNoPlaces() {
		InFlightRuns inFlight = inFlight(1, 0, LONG);
		inFlight.close();
		assertRefused(inFlight);
		assertThat(rejections("stopping")).isEqualTo(1);
		assertThat(rejections("full")).isZero();
	}

	@Test
	void aReplicaIsEmptyWhenTheLastPlaceWasGivenBack() throws InterruptedException {
		InFlightRuns inFlight = inFlight(3, 0, LONG);
		InFlightSlot slot = inFlight.take(ADA);
		inFlight.close();
		assertThat(inFlight.awaitEmpty(Duration.ofMillis(10))).isFalse();
		CompletableFuture<Boolean> empty = CompletableFuture.supplyAsync(() -> awaitEmpty(inFlight), CLIENTS);
		assertThat(empty).isNotDone();
		slot.close();
		assertThat(empty.join()).isTrue();
	}

	@Test
	void whatIsStillAtWorkIsStoppedByTheShutdown() {
		InFlightRuns inFlight = inFlight(3, 0, LONG);
		InFlightSlot slot = inFlight.take(ADA);
		inFlight.take(ADA).close();
		assertThat(inFlight.stopAll()).isEqualTo(1);
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(slot.cancellation()::check)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SHUTDOWN));
	}

	@Test
	void noUserHasMoreThanItsShareAndNoTenantMoreThanIts() {
		InFlightRuns inFlight = new InFlightRuns(new InFlightProperties(8, 0, LONG, 1, 25, 75), new AsyncProperties(1),
				this.meters);
		InFlightSlot first = inFlight.take(ADA);
		inFlight.take(ADA);
		assertRefused(inFlight, ADA, "user-runs");
		for (String user : List.of("ben", "ben", "cid", "cid")) {
			inFlight.take(caller("acme", user));
		}
		assertRefused(inFlight, caller("acme", "dora"), "tenant-runs");
		inFlight.take(caller("other", "ada"));
		first.close();
		inFlight.take(caller("acme", "dora"));
		assertThat(rejections("user_share")).isEqualTo(1);
		assertThat(rejections("tenant_share")).isEqualTo(1);
		assertThat(rejections("full")).isZero();
	}

	@Test
	void theSmallestShareIsOnePlace() {
		InFlightRuns inFlight = new InFlightRuns(new InFlightProperties(2, 0, LONG, 1, 1, 1), new AsyncProperties(1),
				this.meters);
		inFlight.take(ADA);
		assertRefused(inFlight, ADA, "user-runs");
		inFlight.take(caller("other", "ben"));
	}

	@Test
	void whoWaitsForItsSessionHasNoPlaceAndGetsOneWhenItIsFree() {
		InFlightRuns inFlight = inFlight(1, 0, LONG);
		InFlightSlot waiting = inFlight.take(ADA);
		waiting.queue();
		assertThat(gauge("agent.inflight")).isZero();
		assertThat(gauge("agent.queued")).isEqualTo(1);
		InFlightSlot other = inFlight.take(ADA);
		assertThat(waiting.take()).isFalse();
		other.close();
		assertThat(waiting.take()).isTrue();
		waiting.dequeue();
		assertThat(gauge("agent.queued")).isZero();
		assertRefused(inFlight);
		waiting.close();
		inFlight.take(ADA);
	}

	@Test
	void noMoreThanSoManyWaitForTheirSessionsAndNoUserAndNoTenantHasAllOfThose() {
		InFlightRuns inFlight = new InFlightRuns(new InFlightProperties(100, 0, LONG, 4, 50, 75),
				new AsyncProperties(1), this.meters);
		queue(inFlight, ADA);
		queue(inFlight, ADA);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(inFlight, ADA))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("limit", "user-queued-runs"));
		queue(inFlight, caller("acme", "ben"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(inFlight, caller("acme", "ben")))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("limit", "tenant-queued-runs"));
		InFlightSlot last = queue(inFlight, caller("other", "ada"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(inFlight, caller("third", "ada")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
		last.close();
		queue(inFlight, caller("third", "ada"));
		assertThat(rejections("user_queue") + rejections("tenant_queue") + rejections("queue_full")).isEqualTo(3);
	}

	@Test
	void whoWaitsForItsSessionIsStoppedAsSoonAsTheReplicaStops() {
		InFlightRuns inFlight = inFlight(2, 0, LONG);
		InFlightSlot waiting = queue(inFlight, ADA);
		InFlightSlot working = inFlight.take(ADA);
		inFlight.close();
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(waiting.cancellation()::check);
		working.cancellation().check();
		assertThat(waiting.take()).isFalse();
	}

	private static InFlightSlot queue(InFlightRuns inFlight, Caller caller) {
		InFlightSlot slot = inFlight.take(caller);
		try {
			slot.queue();
			return slot;
		}
		catch (ProblemException ex) {
			slot.close();
			throw ex;
		}
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

	private static Caller caller(String tenant, String user) {
		return new Caller(tenant, user, new UserTag(tenant + "." + user), "key", Set.of());
	}

	private static void assertRefused(InFlightRuns inFlight, Caller caller, String limit) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> inFlight.take(caller))
			.satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(ProblemCode.RATE_LIMITED);
				assertThat(problem.properties()).containsEntry("limit", limit);
				assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
			});
	}

	private InFlightRuns inFlight(int limit, int maxWaiting, Duration maxWait) {
		return new InFlightRuns(new InFlightProperties(limit, maxWaiting, maxWait, 1, 100, 100), new AsyncProperties(1),
				this.meters);
	}

	private double rejections(String reason) {
		return this.meters.get("agent.overload.rejections").tag("reason", reason).counter().count();
	}

	private static void assertRefused(InFlightRuns inFlight) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> inFlight.take(ADA)).satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED);
			assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
	}

	private static boolean succeeded(CompletableFuture<InFlightSlot> client) {
		return client.isDone() && !client.isCompletedExceptionally();
	}

	private static boolean awaitEmpty(InFlightRuns inFlight) {
		try {
			return inFlight.awaitEmpty(LONG);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
