package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.script.AdmitReply.Admitted;
import dev.agentservice.run.owner.script.AdmitReply.Late;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunState;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.session.SessionId;
import dev.agentservice.session.Turn;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Promised;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Runs while Redis is frozen or gone.
 */
@BesideOthers
class RedisOutageTests {

	private static final RedisServer REDIS = RedisServer.start();

	private final Caller jane = Tickets.somebody();

	private final AtomicInteger lost = new AtomicInteger();

	private final RunReplica replica = new RunReplica(REDIS,
			Map.of("agent-service.redis.command-timeout", "1s", "agent-service.run.lease", "8s"));

	@AfterEach
	void thaw() {
		REDIS.thaw();
		this.replica.close();
	}

	@AfterAll
	static void stop() {
		REDIS.close();
	}

	@Test
	@Tag("slow")
	void aRunAskedForWhileRedisIsFrozenNeverIs() {
		this.replica.converse(this.jane, "s", "run_1");
		var before = this.replica.redis().contents(this.jane);
		REDIS.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> begin("run_2"));
		REDIS.thaw();
		awaitAnswer();
		assertThat(this.replica.redis().contents(this.jane)).isEqualTo(before);
		this.replica.converse(this.jane, "s", "run_3");
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s")).turns()).extracting(Turn::runId)
			.containsExactly("run_1", "run_3");
		await().untilAsserted(() -> assertThat(this.replica.redis().live(this.jane.tag())).isEmpty());
	}

	@Test
	void anAdmissionThatThawsTooLateWritesNothing() {
		RunTicket ticket = Tickets.keyed(this.jane, "key", "run_1");
		var opening = this.replica.sessions().opening(this.jane, "s", "assistant");
		long now = this.replica.live().announce(this.jane.tag(), "run_1", Duration.ofSeconds(8)).at();
		Deadline notAfter = Deadline.after(Duration.ofSeconds(1));
		REDIS.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.replica.scripts().admit(ticket, opening, now + 1000));
		await().until(notAfter::passed);
		REDIS.thaw();
		awaitAnswer();
		assertThat(this.replica.redis().contents(this.jane)).isEmpty();
		assertThat(this.replica.scripts().admit(ticket, opening, now + 1000)).isEqualTo(new Late());
		assertThat(this.replica.redis().contents(this.jane)).isEmpty();
		assertThat(this.replica.scripts().admit(ticket, opening, now + 60_000)).isInstanceOfSatisfying(Admitted.class,
				(admitted) -> assertThat(admitted.begun().attempt()).isEqualTo(1));
	}

	@Test
	void aRunOutlivesAShortOutage() {
		Promised.once(this::assertARunOutlivesAShortOutage);
	}

	private void assertARunOutlivesAShortOutage() {
		AtomicInteger lost = new AtomicInteger();
		OwnedRun run = this.replica.begin(Tickets.plain(Tickets.somebody(), "s", "run_1"));
		try (Lease _ = this.replica.leases().hold(run, new Counting(lost))) {
			REDIS.freeze();
			Deadline outage = Deadline.after(Duration.ofSeconds(3));
			await().until(outage::passed);
			REDIS.thaw();
			Deadline over = Deadline.after(Duration.ofSeconds(6));
			await().until(() -> over.passed() || lost.get() > 0);
			assertThat(lost).hasValue(0);
			assertThat(this.replica.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		}
	}

	@Test
	@Tag("slow")
	void aRunIsLostWhenRedisIsAwayForLongerThanTheLease() {
		OwnedRun run = begin("run_1");
		try (Lease lease = this.replica.leases().hold(run, new Counting(this.lost))) {
			REDIS.freeze();
			await().until(() -> this.lost.get() == 1);
			assertThat(lease.certain().passed()).isTrue();
			REDIS.thaw();
			awaitAnswer();
			// The breaker may spare Redis for a moment more.
			await().ignoreExceptionsInstanceOf(StoreUnavailableException.class)
				.untilAsserted(() -> assertThat(this.replica.succeed(run)).isIn(FinishOutcome.FENCED_OFF,
						FinishOutcome.FAILED));
		}
		await().ignoreExceptionsInstanceOf(StoreUnavailableException.class)
			.untilAsserted(() -> assertThat(find("run_1")).isInstanceOf(Failed.class));
	}

	@Test
	void anEndThatWasNotHeardOfMayBeAskedForAgain() {
		OwnedRun run = begin("run_1");
		REDIS.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.replica.succeed(run));
		REDIS.thaw();
		awaitAnswer();
		assertThat(this.replica.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s")).turns()).hasSize(1);
	}

	@Test
	@Tag("slow")
	void theReaperGoesOnAfterAnOutage() {
		begin("run_1");
		REDIS.freeze();
		Deadline outage = Deadline.after(Duration.ofSeconds(3));
		await().until(outage::passed);
		REDIS.thaw();
		awaitAnswer();
		assertThat(find("run_1")).isEqualTo(new Running(1));
		await().untilAsserted(() -> assertThat(find("run_1")).isInstanceOf(Failed.class));
	}

	@Test
	void takingARegistrationBackNeverFails() {
		OwnedRun run = begin("run_1");
		REDIS.kill();
		this.replica.registry().withdraw(run);
		REDIS.restart();
		awaitAnswer();
		assertThat(this.replica.redis().exists(this.jane, "run:run_1")).isFalse();
	}

	private OwnedRun begin(String run) {
		return this.replica.begin(Tickets.plain(this.jane, "s", run));
	}

	private RunState find(String run) {
		return this.replica.records().find(this.jane.tag(), run).state();
	}

	/** What was sent before on the same connection has been done then. */
	private void awaitAnswer() {
		await().ignoreException(StoreUnavailableException.class)
			.until(() -> this.replica.redis().get("as:none") == null);
	}

	/** Counts losses; nobody asks a run to stop here. */
	private static final class Counting implements Lease.Listener {

		private final AtomicInteger losses;

		Counting(AtomicInteger losses) {
			this.losses = losses;
		}

		@Override
		public void lost() {
			this.losses.incrementAndGet();
		}

		@Override
		public void cancelled() {
			this.losses.addAndGet(100);
		}

		@Override
		public void erased() {
			this.losses.addAndGet(10_000);
		}

	}

}
