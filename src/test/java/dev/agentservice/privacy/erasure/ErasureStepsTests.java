package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Erasures step by step, on a single Redis and on a cluster.
 */
@OnSingleAndCluster
class ErasureStepsTests {

	private static final int ALL = 1000;

	private final Caller jane = Tickets.somebody();

	private final ErasureReplica replica;

	private final RunReplica runs;

	ErasureStepsTests(RedisTopology topology) {
		this.replica = new ErasureReplica(topology.redis(), Map.of("agent-service.privacy.scan-rate", "1000000"));
		this.runs = new RunReplica(topology.redis());
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
		assertThat(this.replica.keys(tag())).isEmpty();
	}

	@Test
	void aSessionOfSomebodyElseNamedLikeTheTagIsNoneOfTheUsers() {
		String theirs = Tickets.somebody().tag().key("session:" + tag());
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
		assertThat(this.replica.keys(tag())).isEmpty();
	}

	@Test
	void whatIsLeftOfARunWithoutARecordIsFoundAndDeleted() {
		call("RPUSH", "run:run_x:steps", "{}");
		call("SET", "run:run_y:text", "x");
		call("SADD", "run:run_z", "no record");
		this.replica.call("HSET", tenant("budget:run:run_x"), "spent", 3);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.keys(tag())).isEmpty();
		assertThat(this.replica.call("EXISTS", tenant("budget:run:run_x"))).isEqualTo(0L);
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
			assertThat(this.replica.keys(tag())).allMatch((key) -> key.contains(":budget:" + today()));
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
		assertThat(this.replica.keys(tag())).isEmpty();
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
		assertThat(this.replica.keys(tag())).allMatch((key) -> key.contains(":budget:" + today()));
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

	@Test
	void olderBooksAreAnonymousTodaysStayAndNoSumChanges() {
		book(today(), 7);
		book(yesterday(), 5);
		this.replica.call("PEXPIRE", tenant("spenders:" + yesterday()), 3_600_000);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat((Long) this.replica.call("PTTL", tenant("spenders:" + yesterday()))).isPositive();
		assertThat(this.replica.call("HGET", books(today()), "spent")).isEqualTo("7");
		assertThat(this.replica.call("EXISTS", books(yesterday()))).isEqualTo(0L);
		List<?> spenders = (List<?>) Objects
			.requireNonNull(this.replica.call("ZRANGE", tenant("spenders:" + yesterday()), 0, -1, "WITHSCORES"));
		assertThat(spenders).hasSize(2).last().isEqualTo("5");
		assertThat(spenders.getFirst().toString()).startsWith("erased-");
		assertThat(this.replica.call("HGET", tenant("budget:" + yesterday() + ":user:" + spenders.getFirst()), "spent"))
			.isEqualTo("5");
		ErasureReport.StoreReport budget = this.replica.report(id)
			.stores()
			.stream()
			.filter((store) -> store.name().equals("budget"))
			.findFirst()
			.orElseThrow();
		this.replica.call("DEL", tenant("spenders:" + yesterday()));
		assertThat(budget.kept()).singleElement()
			.satisfies((kept) -> assertThat(kept.until())
				.isEqualTo(LocalDate.parse(today()).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
	}

	@Test
	void whenTheDayHasEndedItsBooksAreAnonymousTooAndLaterOnesAreTheUsers() {
		book(yesterday(), 5);
		book(today(), 7);
		String id = this.replica.open(this.jane);
		// As it was left yesterday: what was spent since is the user's again.
		Erasure left = this.replica.scripts()
			.find(id)
			.orElseThrow()
			.erasure()
			.at(ErasureStatus.COMPLETED)
			.with("budget", Erasure.Store.NOTHING.keeping(List.of(),
					new Erasure.Rest("erased-0123456789abcdef/" + yesterday() + "/COUNT_RUNS/", Instant.EPOCH)));
		StoredErasure at = this.replica.scripts().take(id).orElseThrow().with(left);
		Step step = this.replica.steps().next(at);
		while (step.pause() != null) {
			at = at.with(step.erasure());
			step = this.replica.steps().next(at);
		}
		assertThat(this.replica.call("HGET", books(today()), "spent")).isEqualTo("7");
		assertThat(this.replica.call("EXISTS", books(yesterday()))).isEqualTo(0L);
		assertThat(this.replica.call("ZSCORE", tenant("spenders:" + yesterday()), "erased-0123456789abcdef"))
			.isEqualTo("5");
		assertThat(step.erasure().store("budget").later()).isNull();
		assertThat(step.erasure().receipt()).isNotNull();
		this.replica.call("DEL", tenant("spenders:" + yesterday()));
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
			book(today(), 7);
			book(yesterday(), 5);
			this.replica.call("HSET", tenant("budget:run:run_1"), "spent", 3);
		}
	}

	private void book(String day, int amount) {
		this.replica.call("HSET", books(day), "spent", amount);
		this.replica.call("ZADD", tenant("spenders:" + day), amount, tag());
	}

	private void forget(String id) {
		this.replica.call("DEL", "as:{e}:erasure:" + id);
		this.replica.call("DEL", tenant("spenders:" + yesterday()));
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

	private String books(String day) {
		return tenant("budget:" + day + ":user:" + tag());
	}

	private String tenant(String suffix) {
		return "as:{" + this.replica.tags().ofTenant(this.jane.tenant()) + "}:" + suffix;
	}

	private String tag() {
		return this.jane.tag().value();
	}

	private static String today() {
		return LocalDate.now(ZoneOffset.UTC).toString();
	}

	private static String yesterday() {
		return LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
	}

}
