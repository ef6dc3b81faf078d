package dev.agentservice.run.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class ClientPresenceTests {

	private static final RedisServer REDIS = RedisServer.start();

	private static final Duration SOON = Duration.ofMinutes(1);

	private final List<EventReplica> replicas = new ArrayList<>();

	private final AtomicInteger gone = new AtomicInteger();

	private final EventReplica owner = replica("2s");

	private final TestRun run = this.owner.run();

	private final EventLog log = this.owner.get(EventLogs.class).open(this.run.owner(), 1, () -> {
	});

	@AfterEach
	void close() {
		this.log.close();
		this.replicas.forEach(EventReplica::close);
	}

	@Test
	void aRunIsGivenUpAfterTheGracePeriodAndOnce() {
		try (ClientPresence.Watch _ = watch(this.owner)) {
			leave(this.owner);
			long left = System.nanoTime();
			await().atMost(SOON).until(() -> this.gone.get() == 1);
			assertThat(Duration.ofNanos(System.nanoTime() - left)).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
			await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> this.gone.get() == 1);
		}
	}

	@Test
	void withoutAGracePeriodItIsGivenUpAtOnce() {
		EventReplica hasty = replica("0s", "10m");
		try (EventLog _ = hasty.get(EventLogs.class).open(this.run.owner(), 1, () -> {
		}); ClientPresence.Watch _ = watch(hasty)) {
			leave(hasty);
			await().atMost(SOON).until(() -> this.gone.get() == 1);
		}
	}

	@Test
	void aClientThatComesBackInTimeKeepsItsRun() {
		try (ClientPresence.Watch _ = watch(this.owner)) {
			leave(this.owner);
			CompletableFuture<Void> back = read(this.owner, new RecordingSink());
			await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> this.gone.get() == 0);
			back.cancel(true);
		}
	}

	@Test
	@Tag("slow")
	void aClientThatReadsElsewhereKeepsItsRun() {
		EventReplica elsewhere = replica("2s");
		try (ClientPresence.Watch _ = watch(this.owner)) {
			leave(this.owner);
			CompletableFuture<Void> reading = read(elsewhere, new RecordingSink(2));
			await().during(Duration.ofSeconds(7)).atMost(SOON).until(() -> this.gone.get() == 0);
			this.run.appendDeltas(1);
			assertThat(reading).failsWithin(SOON);
			await().atMost(SOON).until(() -> this.gone.get() == 1);
		}
	}

	@Test
	void aRunThatNobodyEverReadIsGivenUpToo() {
		try (ClientPresence.Watch _ = watch(this.owner)) {
			await().atMost(SOON).until(() -> this.gone.get() == 1);
		}
	}

	@Test
	void aWatchThatIsOverTellsNobody() {
		ClientPresence.Watch watch = watch(this.owner);
		leave(this.owner);
		watch.close();
		await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> this.gone.get() == 0);
	}

	private ClientPresence.Watch watch(EventReplica replica) {
		return replica.get(ClientPresence.class).watch(this.run.user(), this.run.id(), this.gone::incrementAndGet);
	}

	/** Reads one event and goes. */
	private void leave(EventReplica replica) {
		this.run.appendDeltas(1);
		assertThat(read(replica, new RecordingSink(1))).failsWithin(SOON);
	}

	private CompletableFuture<Void> read(EventReplica replica, EventSink sink) {
		return CompletableFuture.runAsync(() -> {
			try {
				replica.events().read(this.run.user(), this.run.id(), seq(), sink);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, Thread::startVirtualThread);
	}

	/** So that the event the last one left with is read again. */
	private long seq() {
		return Math.max(0, Long.parseLong(String.valueOf(this.run.get("seq"))) - 1);
	}

	private EventReplica replica(String grace) {
		return replica(grace, "2s");
	}

	/**
	 * One that looks for readers elsewhere so often; what it knows by itself is sooner.
	 */
	private EventReplica replica(String grace, String poll) {
		EventReplica replica = new EventReplica(REDIS,
				Map.of("agent-service.run.events.client-grace", grace, "agent-service.run.events.poll", poll));
		this.replicas.add(replica);
		return replica;
	}

}
