package dev.agentservice.run.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.run.event.TestRun.delta;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

class RunEventsTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	/** A poll that no test waits for: what arrives was rung for. */
	private static final Map<String, String> NO_POLL = Map.of("agent-service.run.events.poll", "10m");

	private final RedisServer redis = RedisServer.start();

	private final List<EventReplica> replicas = new ArrayList<>();

	private final EventReplica one = replica(Map.of("agent-service.run.events.poll", "1500ms"));

	private final TestRun run = this.one.run();

	@AfterEach
	void close() {
		this.replicas.forEach(EventReplica::close);
		this.redis.close();
	}

	@Test
	void aReaderThatIsCutAtAnyEventAndGoesOnElsewhereSeesTheSameSequence() throws IOException {
		EventReplica two = replica(Map.of());
		this.run.append(1, new NewEvent("run.started", "{}"));
		this.run.appendDeltas(20);
		this.run.end("succeeded", "run.completed", true);
		RecordingSink uncut = new RecordingSink();
		this.one.events().read(this.run.user(), this.run.id(), RunEvents.BEGINNING, uncut);
		assertThat(uncut.events()).hasSize(22);
		for (int cut = 1; cut < 22; cut++) {
			RecordingSink before = new RecordingSink(cut);
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> this.one.events().read(this.run.user(), this.run.id(), RunEvents.BEGINNING, before));
			RecordingSink after = new RecordingSink();
			two.events().read(this.run.user(), this.run.id(), before.ids().getLast(), after);
			List<StoredEvent> both = new ArrayList<>(before.events());
			both.addAll(after.events());
			assertThat(both).as("cut after %s", cut).isEqualTo(uncut.events());
		}
	}

	@Test
	void readersHereAndElsewhereSeeALivingRunAlike() {
		EventReplica two = replica(Map.of());
		RecordingSink here = new RecordingSink();
		RecordingSink there = new RecordingSink();
		try (EventLog log = this.one.get(EventLogs.class).open(this.run.owner(), 1, () -> {
		})) {
			CompletableFuture<Void> reading = CompletableFuture.allOf(read(this.one, 0, here), read(two, 0, there));
			for (int n = 0; n < 500; n++) {
				log.accept(delta("w"));
			}
			EventBlock tail = log.drain(SOON);
			finish(tail);
			log.stored(tail);
			reading.orTimeout(1, TimeUnit.MINUTES).join();
		}
		assertThat(here.ids()).containsExactlyElementsOf(LongStream.rangeClosed(1, 501).boxed().toList());
		assertThat(there.events()).isEqualTo(here.events());
	}

	private void finish(EventBlock tail) {
		EventBlock block = tail.and(new NewEvent("run.completed", "{}"));
		this.one.get(EventStore.class).append(this.run.owner(), block).orTimeout(1, TimeUnit.MINUTES).join();
		this.run.set("status", "succeeded");
	}

	@Test
	void aReaderHereIsRungWithoutRedis() {
		EventReplica owner = replica(NO_POLL);
		RecordingSink sink = new RecordingSink();
		try (EventLog log = owner.get(EventLogs.class).open(this.run.owner(), 1, () -> {
		})) {
			CompletableFuture<Void> reading = read(owner, 0, sink);
			await().atMost(SOON).until(() -> sink.silences() == 1);
			assertThat(this.redis.commandStats()).doesNotContainKey("subscribe");
			log.accept(delta("a"));
			await().until(() -> sink.events().size() == 1);
			assertThat(this.run.get("seen")).isNull();
			reading.cancel(true);
		}
	}

	@Test
	void aReaderElsewhereIsRungByThePublishedNumber() {
		EventReplica two = replica(NO_POLL);
		RecordingSink sink = new RecordingSink();
		CompletableFuture<Void> reading = read(two, 0, sink);
		await().atMost(SOON).until(() -> sink.silences() == 1);
		for (int n = 1; n <= 5; n++) {
			this.run.appendDeltas(1);
			int told = n;
			await().until(() -> sink.events().size() == told);
		}
		assertThat(this.run.get("seen")).isNotNull();
		this.run.end("cancelled", "run.cancelled", true);
		assertThat(reading).succeedsWithin(SOON);
	}

	@Test
	void aLostSubscriptionDelaysAnEventByNoMoreThanThePoll() {
		EventReplica two = replica(Map.of("agent-service.run.events.poll", "1500ms"));
		RecordingSink sink = new RecordingSink();
		CompletableFuture<Void> reading = read(two, 0, sink);
		await().atMost(SOON).until(() -> sink.silences() == 1 && this.redis.subscribers(this.run.channel()) == 1);
		this.redis.killSubscribers();
		this.run.appendDeltas(1);
		int polls = sink.silences();
		await().atMost(SOON).until(() -> sink.events().size() == 1);
		assertThat(sink.silences()).as("each poll without an event is a silence").isLessThanOrEqualTo(polls + 1);
		await().atMost(SOON).until(() -> this.redis.subscribers(this.run.channel()) == 1);
		this.run.end("succeeded", "run.completed", true);
		assertThat(reading).succeedsWithin(SOON);
	}

	@Test
	void theClientHearsThatItIsConnectedAndThenOfSilence() {
		RecordingSink sink = new RecordingSink();
		CompletableFuture<Void> reading = read(this.one, 0, sink);
		await().until(() -> sink.silences() == 1);
		await().until(() -> sink.silences() >= 3);
		assertThat(sink.events()).isEmpty();
		reading.cancel(true);
	}

	@Test
	void whoHasTheLastEventIsToldNothing() throws IOException {
		this.run.end("succeeded", "run.completed", true);
		RecordingSink sink = new RecordingSink();
		this.one.events().read(this.run.user(), this.run.id(), 1, sink);
		assertThat(sink.events()).isEmpty();
		assertThat(sink.silences()).isZero();
	}

	@Test
	void aSlowReaderThatFellBehindTheTrimGetsTheAnswerSoFar() throws IOException {
		this.run.appendDeltas(150);
		RecordingSink sink = new RecordingSink();
		EventSink slow = new EventSink() {

			@Override
			public void event(StoredEvent event) throws IOException {
				if (event.id() == 100) {
					RunEventsTests.this.run.call("XTRIM", RunEventsTests.this.run.channel(), "MAXLEN", "10");
					RunEventsTests.this.run.end("succeeded", "run.completed", true);
				}
				sink.event(event);
			}

			@Override
			public void flush() {
				sink.flush();
			}

			@Override
			public void silence() {
				sink.silence();
			}

		};
		this.one.events().read(this.run.user(), this.run.id(), RunEvents.BEGINNING, slow);
		assertThat(sink.events().subList(100, 102)).extracting(StoredEvent::type)
			.containsExactly("answer.snapshot", "run.completed");
		assertThat(sink.events().get(100).data()).contains("w1 w2 ").contains("w150 ");
	}

	@Test
	void aStoreThatIsAwayCutsTheStreamAndInventsNothing() {
		EventReplica impatient = replica(
				Map.of("agent-service.redis.command-timeout", "1s", "agent-service.run.events.poll", "300ms"));
		RecordingSink sink = new RecordingSink();
		this.run.appendDeltas(3);
		CompletableFuture<Void> reading = read(impatient, 0, sink);
		await().atMost(SOON).until(() -> sink.events().size() == 3);
		this.redis.freeze();
		assertThat(reading).failsWithin(SOON)
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(RedisCommandTimeoutException.class);
		assertThat(sink.events()).hasSize(3);
		assertThat(cuts(impatient, "store_unavailable")).isEqualTo(1);
		this.redis.thaw();
	}

	@Test
	void anUnknownRunIsNotFound() {
		assertNotFound(this.run.user(), "run_01M838DWTC55J56BHF7KJFK35W");
	}

	@Test
	void anotherUsersRunIsNotFound() {
		assertNotFound(new UserTag("someone-else"), this.run.id());
	}

	@Test
	void whatIsNoIdIsNotFound() {
		this.run.appendDeltas(1);
		assertNotFound(this.run.user(), this.run.id() + ":events");
		assertNotFound(this.run.user(), "");
	}

	@Test
	void anInterruptedReaderStopsAndStaysInterrupted() throws InterruptedException {
		CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
		RecordingSink sink = new RecordingSink();
		Thread reader = Thread.startVirtualThread(() -> {
			Throwable failure = catchThrowable(() -> this.one.events().read(this.run.user(), this.run.id(), 0, sink));
			thrown.complete(Thread.currentThread().isInterrupted() ? failure : null);
		});
		await().atMost(SOON).until(() -> sink.silences() == 1);
		reader.interrupt();
		assertThat(reader.join(SOON)).isTrue();
		assertThat(thrown.join()).isInstanceOf(CancellationException.class);
	}

	@Test
	void openAndCutReadersAreCounted() {
		RecordingSink sink = new RecordingSink(1);
		CompletableFuture<Void> reading = read(this.one, 0, sink);
		MeterRegistry meters = this.one.get(MeterRegistry.class);
		await().atMost(SOON).until(() -> meters.get("agent.streams").gauge().value() == 1);
		this.run.appendDeltas(1);
		assertThat(reading).failsWithin(SOON);
		assertThat(meters.get("agent.streams").gauge().value()).isZero();
		assertThat(cuts(this.one, "client_left")).isEqualTo(1);
	}

	@Test
	void nothingIsLeftBehindWhenAllReadersHaveLeft() {
		EventReplica two = replica(Map.of());
		CompletableFuture<Void> reading = read(two, 0, new RecordingSink(1));
		await().atMost(SOON).until(() -> this.redis.subscribers(this.run.channel()) == 1);
		this.run.appendDeltas(1);
		assertThat(reading).failsWithin(SOON);
		await().atMost(SOON).until(() -> this.redis.subscribers(this.run.channel()) == 0);
	}

	private void assertNotFound(UserTag user, String runId) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.one.events().read(user, runId, 0, new RecordingSink()))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
	}

	private static double cuts(EventReplica replica, String reason) {
		return replica.get(MeterRegistry.class).counter("agent.streams.cut", "reason", reason).count();
	}

	private CompletableFuture<Void> read(EventReplica replica, long after, EventSink sink) {
		return CompletableFuture.runAsync(() -> {
			try {
				replica.events().read(this.run.user(), this.run.id(), after, sink);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, Thread::startVirtualThread);
	}

	private EventReplica replica(Map<String, String> settings) {
		EventReplica replica = new EventReplica(this.redis, settings);
		this.replicas.add(replica);
		return replica;
	}

}
