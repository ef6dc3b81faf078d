package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Erasures step by step, on a single Redis and on a cluster.
 */
@BesideOthers
@OnSingleAndCluster
class ErasureStepsTests {

	private static final int ALL = 1000;

	private final Caller jane = Tickets.somebody();

	private final RedisTopology topology;

	private final ErasureReplica replica;

	private final RunReplica runs;

	private final TestBooks books;

	ErasureStepsTests(RedisTopology topology) {
		this.topology = topology;
		this.replica = new ErasureReplica(topology.own(ErasureStepsTests.class),
				Map.of("agent-service.privacy.scan-rate", "1000000"));
		this.runs = new RunReplica(topology.own(ErasureStepsTests.class));
		this.books = new TestBooks(this.replica, this.jane);
	}

	@AfterEach
	void close() {
		this.runs.close();
		this.replica.close();
	}

	@Test
	void nothingOfAUserWithMoreKeysThanASliceIsLeft() {
		plant(450);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void aSessionOfSomebodyElseNamedLikeTheTagIsNoneOfTheUsers() {
		String theirs = Tickets.somebody().tag().key("session:" + this.jane.tag().value());
		this.replica.call("SET", theirs, "x");
		plant(5);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.call("DEL", theirs)).isEqualTo(1L);
		forget(id);
	}

	@Test
	void aLookThroughAllKeysBeginsAnewWhenItsCursorIsOfAnotherProcess() {
		call("SET", "unseen", "x");
		String id = this.replica.open(this.jane);
		Erasure.Place foreign = new Erasure.Place(true, -1, "another-process:0:12345", 0, false);
		StoredErasure at = this.replica.scripts().take(id).orElseThrow();
		this.replica.fence().raise(this.jane.tag(), id);
		this.replica.scripts().hold(at.with(at.erasure().at(ErasureStatus.VERIFYING, foreign)));
		this.replica.call("HSET", "as:{e}:erasure:" + id, "lease", 0);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void whatIsLeftOfARunWithoutARecordIsFoundAndDeleted() {
		call("RPUSH", "run:run_x:steps", "{}");
		call("SET", "run:run_y:text", "x");
		call("SADD", "run:run_z", "no record");
		this.replica.call("HSET", this.books.tenant("budget:run:run_x"), "spent", 3);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.keys(this.jane.tag().value())).isEmpty();
		assertThat(this.replica.call("EXISTS", this.books.tenant("budget:run:run_x"))).isEqualTo(0L);
	}

	@Test
	void whoWasBlockedStaysSoThoughTheFenceIsRaisedTwiceOrTheBlockComesLater() {
		this.replica.fence().block(this.jane.tag());
		String id = this.replica.open(this.jane);
		this.replica.work(id, 1);
		this.replica.die(id);
		assertThat(call("PTTL", "erasing")).isEqualTo(-1L);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).blocked()).isTrue();
		assertThat(call("GET", "erasing")).isEqualTo("blocked");
		assertThat(this.replica.fence().unblock(this.jane.tag())).isTrue();
		forget(id);
		String joined = this.replica.open(this.jane);
		this.replica.work(joined, 4);
		this.replica.fence().block(this.jane.tag());
		this.replica.call("HSET", "as:{e}:erasure:" + joined, "lease", 0);
		this.replica.work(joined, ALL);
		assertThat(this.replica.report(joined).blocked()).isTrue();
		assertThat(this.replica.fence().unblock(this.jane.tag())).isTrue();
	}

	@Test
	void aReplicaThatDiesAtAnyStepIsReplacedAndTheReceiptSaysTheSame() {
		plant(5);
		String first = this.replica.open(this.jane);
		int steps = this.replica.work(first, ALL);
		var expected = figures(first);
		assertThat(steps).isGreaterThan(10);
		assertThat(expected.toString()).contains("budget 3 3");
		for (int died = 0; died < steps; died++) {
			forget(first);
			plant(5);
			String id = this.replica.open(this.jane);
			if (died > 0) {
				this.replica.work(id, died);
			}
			this.replica.die(id);
			this.replica.work(id, ALL);
			assertThat(figures(id)).as("dead at step %d", died).isEqualTo(expected);
			assertThat(this.replica.keys(this.jane.tag().value()))
				.allMatch((key) -> key.contains(":budget:" + TestBooks.today()));
		}
	}

	@Test
	void whoeverFindsTheFenceGoneBeginsAgain() {
		plant(300);
		String id = this.replica.open(this.jane);
		this.replica.work(id, 4);
		call("DEL", "erasing");
		this.runs.converse(this.jane, "back", "run_back");
		call("HSET", "x", "y", "z");
		this.replica.call("DEL", this.jane.tag().key("x"));
		this.replica.call("HSET", "as:{e}:erasure:" + id, "lease", 0);
		this.replica.work(id, ALL);
		assertThat(this.replica.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void aRunAtWorkWritesNothingBetweenTheSlices() {
		plant(5);
		OwnedRun run = this.runs.begin(Tickets.plain(this.jane, "work", "run_work"));
		String id = this.replica.open(this.jane);
		this.replica.work(id, 2);
		while (this.replica.report(id).status() != ErasureStatus.COMPLETED) {
			assertThat(this.runs.succeed(run)).isEqualTo(FinishOutcome.ERASED);
			this.replica.call("HSET", "as:{e}:erasure:" + id, "lease", 0);
			this.replica.work(id, 1);
		}
		assertThat(this.runs.succeed(run)).isEqualTo(FinishOutcome.ERASED);
		assertThat(this.replica.keys(this.jane.tag().value()))
			.allMatch((key) -> key.contains(":budget:" + TestBooks.today()));
		forget(id);
	}

	@Test
	void aWaitingAttemptOfAnotherReplicaSavesNothing() {
		String id = this.replica.open(this.jane);
		StoredErasure first = this.replica.scripts().take(id).orElseThrow();
		assertThat(this.replica.scripts().take(id)).isEmpty();
		this.replica.call("HSET", "as:{e}:erasure:" + id, "lease", 0);
		StoredErasure second = this.replica.scripts().take(id).orElseThrow();
		assertThat(this.replica.scripts().hold(first)).isFalse();
		assertThat(this.replica.scripts().hold(second)).isTrue();
	}

	@Test
	void aStepThatIsTriedAgainAndAgainIsOverdue() {
		String id = this.replica.open(this.jane);
		this.replica.call("HSET", "as:{e}:erasure:" + id, "due", 0);
		assertThat(this.replica.scripts().take(id)).isPresent();
		assertThat(this.replica.scripts().ages().overdue()).isGreaterThan(Duration.ofDays(365));
		this.replica.call("HSET", "as:{e}:erasure:" + id, "lease", 0);
		this.replica.work(id, 1);
		assertThat(this.replica.scripts().ages().overdue()).isLessThan(Duration.ofDays(365));
		forget(id);
	}

	@Test
	void allVerificationsTogetherKeepToOneRate() {
		plant(600);
		this.replica.call("DEL", "as:{e}:scan");
		// A page takes five seconds of the one line that there is.
		Map<String, String> slow = Map.of("agent-service.privacy.scan-rate", "100");
		try (ErasureReplica one = new ErasureReplica(this.topology.own(ErasureStepsTests.class), slow);
				ErasureReplica other = new ErasureReplica(this.topology.own(ErasureStepsTests.class), slow)) {
			Duration first = firstPage(one, this.jane);
			Duration second = firstPage(other, Tickets.somebody());
			assertThat(first).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
			assertThat(second.minus(first)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
		}
		finally {
			this.replica.call("DEL", "as:{e}:scan");
		}
	}

	private static Duration firstPage(ErasureReplica replica, Caller user) {
		String id = replica.open(user);
		replica.fence().raise(user.tag(), id);
		replica.call("PEXPIRE", user.tag().key("erasing"), 60_000);
		StoredErasure at = replica.scripts().take(id).orElseThrow();
		Erasure.Place from = new Erasure.Place(true, -1, "", 0, false);
		Step<Erasure> step = replica.steps().next(at.with(at.erasure().at(ErasureStatus.VERIFYING, from)));
		replica.call("DEL", "as:{e}:erasure:" + id);
		assertThat((Long) replica.call("PTTL", user.tag().key("erasing"))).as("the fence is renewed")
			.isGreaterThan(60_000);
		return Objects.requireNonNull(step.pause());
	}

	@Test
	void askedForAgainWhileOneIsOpenItIsTheSame() {
		String id = this.replica.open(this.jane);
		assertThat(this.replica.scripts().open("era_other", this.replica.scripts().find(id).orElseThrow().erasure()))
			.isEqualTo(id);
	}

	@Test
	void aBlockThatIsAskedForMeanwhileHoldsForTheErasureThatIsOpen() {
		String id = this.replica.open(this.jane);
		assertThat(this.replica.erasures().begin(this.jane, this.jane.tag(), null, true).id()).isEqualTo(id);
		assertThat(call("PTTL", "erasing")).isEqualTo(-1L);
		await().until(() -> this.replica.report(id).blocked());
		assertThat(call("DEL", "erasing")).isEqualTo(1L);
	}

	private void plant(int count) {
		this.runs.converse(this.jane, "talk", "run_0");
		for (int run = 1; run < count; run++) {
			call("HSET", "run:run_" + run, "status", "succeeded");
			call("RPUSH", "run:run_" + run + ":steps", "{}");
			call("ZADD", "keys", 0, "run:run_" + run);
		}
		call("SET", "turn:unseen", "run_1:1");
		call("HSET", "run:run_1", "turn", this.jane.tag().key("turn:unseen"));
		if (count < 10) {
			this.books.spend(TestBooks.today(), 7);
			this.books.spend(TestBooks.yesterday(), 5);
			this.replica.call("HSET", this.books.tenant("budget:run:run_1"), "spent", 3);
		}
	}

	private void forget(String id) {
		this.replica.call("DEL", "as:{e}:erasure:" + id);
		this.replica.call("DEL", this.books.tenant("spenders:" + TestBooks.yesterday()));
	}

	private List<String> figures(String id) {
		return this.replica.report(id)
			.stores()
			.stream()
			.map((store) -> store.name() + " " + store.found() + " " + store.deleted() + " " + store.kept().size())
			.toList();
	}

	private @Nullable Object call(String command, String suffix, Object... args) {
		return this.replica.call(command, this.jane.tag().key(suffix), args);
	}

}
