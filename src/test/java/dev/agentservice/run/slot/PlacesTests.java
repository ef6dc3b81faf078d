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
class PlacesTests {

	private static final Executor CLIENTS = Thread::startVirtualThread;

	private static final Caller ADA = caller("acme", "ada");

	private static final Duration LONG = Duration.ofSeconds(20);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void whoFindsNoPlaceAndNoLineIsRefusedAtOnce() {
		Places places = places(2, 0, LONG);
		places.take(ADA);
		places.take(ADA);
		assertRefused(places);
		assertThat(rejections("full")).isEqualTo(1);
	}

	@Test
	void aPlaceThatBecomesFreeGoesToWhoWaitsForIt() {
		Places places = places(1, 1, LONG);
		Place place = places.take(ADA);
		CompletableFuture<Place> waiting = new CompletableFuture<>();
		Thread client = Thread.startVirtualThread(() -> waiting.complete(places.take(ADA)));
		await().until(() -> client.getState() == Thread.State.TIMED_WAITING);
		assertRefused(places);
		place.close();
		waiting.join();
	}

	@Test
	void theLineIsNoLongerThanItIsAllowedToBe() {
		Places places = places(1, 3, LONG);
		Place place = places.take(ADA);
		List<CompletableFuture<Place>> clients = IntStream.range(0, 10)
			.mapToObj((_) -> CompletableFuture.supplyAsync(() -> places.take(ADA), CLIENTS))
			.toList();
		await().until(() -> clients.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 7);
		place.close();
		await().until(() -> clients.stream().anyMatch(PlacesTests::succeeded));
		assertThat(rejections("full")).isEqualTo(7);
	}

	@Test
	void nobodyWaitsLongerThanAllowed() {
		Places places = places(1, 5, Duration.ofMillis(50));
		places.take(ADA);
		long begun = System.nanoTime();
		assertRefused(places);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void whoIsNotKnownYetIsRefusedWhereThereIsNoPlaceAndTakesNone() {
		Places places = places(1, 0, LONG);
		places.demandOne();
		Place place = places.take(ADA);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(places::demandOne)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
		place.close();
		places.demandOne();
		places.take(ADA);
	}

	@Test
	void whoGaveUpWaitingLeavesItsPlaceInTheLine() {
		Places places = places(1, 1, Duration.ofMillis(1));
		Place place = places.take(ADA);
		assertRefused(places);
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> assertRefused(places), CLIENTS);
		later.join();
		place.close();
		places.take(ADA);
	}

	@Test
	void aPlaceThatIsGivenBackTwiceIsFreeOnce() {
		Places places = places(1, 0, LONG);
		Place place = places.take(ADA);
		place.close();
		place.close();
		places.take(ADA);
		assertRefused(places);
	}

	@Test
	void aReplicaThatStopsHasNoPlaces() {
		Places places = places(1, 0, LONG);
		places.close();
		assertRefused(places);
		assertThat(rejections("stopping")).isEqualTo(1);
		assertThat(rejections("full")).isZero();
	}

	@Test
	void aReplicaIsEmptyWhenTheLastPlaceWasGivenBack() throws InterruptedException {
		Places places = places(3, 0, LONG);
		Place place = places.take(ADA);
		places.close();
		assertThat(places.awaitEmpty(Duration.ofMillis(10))).isFalse();
		CompletableFuture<Boolean> empty = CompletableFuture.supplyAsync(() -> awaitEmpty(places), CLIENTS);
		assertThat(empty).isNotDone();
		place.close();
		assertThat(empty.join()).isTrue();
	}

	@Test
	void whatIsStillAtWorkIsStoppedByTheShutdown() {
		Places places = places(3, 0, LONG);
		Place place = places.take(ADA);
		places.take(ADA).close();
		assertThat(places.stopAll()).isEqualTo(1);
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(place.cancellation()::check)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SHUTDOWN));
	}

	@Test
	void noUserHasMoreThanItsShareAndNoTenantMoreThanIts() {
		Places places = new Places(new InFlightSettings(8, 0, LONG, 1, 25, 75), this.meters);
		Place first = places.take(ADA);
		places.take(ADA);
		assertRefused(places, ADA, "user-runs");
		for (String user : List.of("ben", "ben", "cid", "cid")) {
			places.take(caller("acme", user));
		}
		assertRefused(places, caller("acme", "dora"), "tenant-runs");
		places.take(caller("other", "ada"));
		first.close();
		places.take(caller("acme", "dora"));
		assertThat(rejections("user_share")).isEqualTo(1);
		assertThat(rejections("tenant_share")).isEqualTo(1);
		assertThat(rejections("full")).isZero();
	}

	@Test
	void theSmallestShareIsOnePlace() {
		Places places = new Places(new InFlightSettings(2, 0, LONG, 1, 1, 1), this.meters);
		places.take(ADA);
		assertRefused(places, ADA, "user-runs");
		places.take(caller("other", "ben"));
	}

	@Test
	void whoWaitsForItsSessionHasNoPlaceAndGetsOneWhenItIsFree() {
		Places places = places(1, 0, LONG);
		Place waiting = places.take(ADA);
		waiting.queue();
		assertThat(gauge("agent.inflight")).isZero();
		assertThat(gauge("agent.queued")).isEqualTo(1);
		Place other = places.take(ADA);
		assertThat(waiting.take()).isFalse();
		other.close();
		assertThat(waiting.take()).isTrue();
		waiting.dequeue();
		assertThat(gauge("agent.queued")).isZero();
		assertRefused(places);
		waiting.close();
		places.take(ADA);
	}

	@Test
	void noMoreThanSoManyWaitForTheirSessionsAndNoUserAndNoTenantHasAllOfThose() {
		Places places = new Places(new InFlightSettings(100, 0, LONG, 4, 50, 75), this.meters);
		queue(places, ADA);
		queue(places, ADA);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(places, ADA))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("limit", "user-queued-runs"));
		queue(places, caller("acme", "ben"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(places, caller("acme", "ben")))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("limit", "tenant-queued-runs"));
		Place last = queue(places, caller("other", "ada"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue(places, caller("third", "ada")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
		last.close();
		queue(places, caller("third", "ada"));
		assertThat(rejections("user_queue") + rejections("tenant_queue") + rejections("queue_full")).isEqualTo(3);
	}

	@Test
	void whoWaitsForItsSessionIsStoppedAsSoonAsTheReplicaStops() {
		Places places = places(2, 0, LONG);
		Place waiting = queue(places, ADA);
		Place working = places.take(ADA);
		places.close();
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(waiting.cancellation()::check);
		working.cancellation().check();
		assertThat(waiting.take()).isFalse();
	}

	private static Place queue(Places places, Caller caller) {
		Place place = places.take(caller);
		try {
			place.queue();
			return place;
		}
		catch (ProblemException ex) {
			place.close();
			throw ex;
		}
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

	private static Caller caller(String tenant, String user) {
		return new Caller(tenant, user, new UserTag(tenant + "." + user), "key", Set.of());
	}

	private static void assertRefused(Places places, Caller caller, String limit) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> places.take(caller)).satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(ProblemCode.RATE_LIMITED);
			assertThat(problem.properties()).containsEntry("limit", limit);
			assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
	}

	private Places places(int limit, int maxWaiting, Duration maxWait) {
		return new Places(new InFlightSettings(limit, maxWaiting, maxWait, 1, 100, 100), this.meters);
	}

	private double rejections(String reason) {
		return this.meters.get("agent.overload.rejections").tag("reason", reason).counter().count();
	}

	private static void assertRefused(Places places) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> places.take(ADA)).satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED);
			assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
	}

	private static boolean succeeded(CompletableFuture<Place> client) {
		return client.isDone() && !client.isCompletedExceptionally();
	}

	private static boolean awaitEmpty(Places places) {
		try {
			return places.awaitEmpty(LONG);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
