package dev.agentservice.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import dev.agentservice.agent.Cancellation.Reason;
import dev.agentservice.agent.RunCancelledException;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class PlacesTests {

	private static final Executor CLIENTS = Thread::startVirtualThread;

	private static final Duration LONG = Duration.ofSeconds(20);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void whoFindsNoPlaceAndNoLineIsRefusedAtOnce() {
		Places places = places(2, 0, LONG);
		places.take();
		places.take();
		assertRefused(places);
		assertThat(rejections("full")).isEqualTo(1);
	}

	@Test
	void aPlaceThatBecomesFreeGoesToWhoWaitsForIt() {
		Places places = places(1, 1, LONG);
		Place place = places.take();
		CompletableFuture<Place> waiting = new CompletableFuture<>();
		Thread client = Thread.startVirtualThread(() -> waiting.complete(places.take()));
		await().until(() -> client.getState() == Thread.State.TIMED_WAITING);
		assertRefused(places);
		place.close();
		waiting.join();
	}

	@Test
	void theLineIsNoLongerThanItIsAllowedToBe() {
		Places places = places(1, 3, LONG);
		Place place = places.take();
		List<CompletableFuture<Place>> clients = IntStream.range(0, 10)
			.mapToObj((_) -> CompletableFuture.supplyAsync(places::take, CLIENTS))
			.toList();
		await().until(() -> clients.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 7);
		place.close();
		await().until(() -> clients.stream().anyMatch(PlacesTests::succeeded));
		assertThat(rejections("full")).isEqualTo(7);
	}

	@Test
	void nobodyWaitsLongerThanAllowed() {
		Places places = places(1, 5, Duration.ofMillis(50));
		places.take();
		long begun = System.nanoTime();
		assertRefused(places);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void whoGaveUpWaitingLeavesItsPlaceInTheLine() {
		Places places = places(1, 1, Duration.ofMillis(1));
		Place place = places.take();
		assertRefused(places);
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> assertRefused(places), CLIENTS);
		later.join();
		place.close();
		places.take();
	}

	@Test
	void aPlaceThatIsGivenBackTwiceIsFreeOnce() {
		Places places = places(1, 0, LONG);
		Place place = places.take();
		place.close();
		place.close();
		places.take();
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
		Place place = places.take();
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
		Place place = places.take();
		places.take().close();
		assertThat(places.stopAll()).isEqualTo(1);
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(place.cancellation()::check)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SHUTDOWN));
	}

	private Places places(int limit, int maxWaiting, Duration maxWait) {
		return new Places(new InFlightSettings(limit, maxWaiting, maxWait), this.meters);
	}

	private double rejections(String reason) {
		return this.meters.get("agent.overload.rejections").tag("reason", reason).counter().count();
	}

	private static void assertRefused(Places places) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(places::take).satisfies((problem) -> {
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
