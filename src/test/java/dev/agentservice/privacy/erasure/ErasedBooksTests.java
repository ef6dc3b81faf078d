package dev.agentservice.privacy.erasure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an erasure makes of a user's books, on a single Redis and on a cluster.
 */
@BesideOthers
@OnSingleAndCluster
class ErasedBooksTests {

	private static final int ALL = 1000;

	private final Caller jane = Tickets.somebody();

	private final ErasureReplica replica;

	private final TestBooks books;

	ErasedBooksTests(RedisTopology topology) {
		this.replica = new ErasureReplica(topology.own(ErasedBooksTests.class),
				Map.of("agent-service.privacy.scan-rate", "1000000"));
		this.books = new TestBooks(this.replica, this.jane);
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void olderBooksAreAnonymousTodaysStayAndNoSumChanges() {
		this.books.spend(TestBooks.today(), 7);
		this.books.spend(TestBooks.yesterday(), 5);
		this.replica.call("PEXPIRE", this.books.tenant("spenders:" + TestBooks.yesterday()), 3_600_000);
		String id = this.replica.open(this.jane);
		this.replica.work(id, ALL);
		assertThat((Long) this.replica.call("PTTL", this.books.tenant("spenders:" + TestBooks.yesterday())))
			.isPositive();
		assertThat(this.replica.call("HGET", this.books.of(TestBooks.today()), "spent")).isEqualTo("7");
		assertThat(this.replica.call("EXISTS", this.books.of(TestBooks.yesterday()))).isEqualTo(0L);
		List<?> spenders = (List<?>) Objects.requireNonNull(this.replica.call("ZRANGE",
				this.books.tenant("spenders:" + TestBooks.yesterday()), 0, -1, "WITHSCORES"));
		assertThat(spenders).hasSize(2).last().isEqualTo("5");
		assertThat(spenders.getFirst().toString()).startsWith("erased-");
		assertThat(this.replica.call("HGET",
				this.books.tenant("budget:" + TestBooks.yesterday() + ":user:" + spenders.getFirst()), "spent"))
			.isEqualTo("5");
		ErasureReport.StoreReport budget = this.replica.report(id)
			.stores()
			.stream()
			.filter((store) -> store.name().equals("budget"))
			.findFirst()
			.orElseThrow();
		this.replica.call("DEL", this.books.tenant("spenders:" + TestBooks.yesterday()));
		assertThat(budget.kept()).singleElement()
			.satisfies((kept) -> assertThat(kept.until())
				.isEqualTo(LocalDate.parse(TestBooks.today()).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
	}

	@Test
	void whenTheDayHasEndedItsBooksAreAnonymousTooAndLaterOnesAreTheUsers() {
		this.books.spend(TestBooks.yesterday(), 5);
		this.books.spend(TestBooks.today(), 7);
		String id = this.replica.open(this.jane);
		// As it was left yesterday: what was spent since is the user's again.
		Erasure left = this.replica.scripts()
			.find(id)
			.orElseThrow()
			.erasure()
			.at(ErasureStatus.COMPLETED)
			.with("budget", Erasure.Store.NOTHING.keeping(List.of(), new Erasure.Rest(
					"erased-0123456789abcdef/" + TestBooks.yesterday() + "/COUNT_RUNS/", Instant.EPOCH)));
		StoredErasure at = this.replica.scripts().take(id).orElseThrow().with(left);
		Step<Erasure> step = this.replica.steps().next(at);
		while (step.pause() != null) {
			at = at.with(step.erasure());
			step = this.replica.steps().next(at);
		}
		assertThat(this.replica.call("HGET", this.books.of(TestBooks.today()), "spent")).isEqualTo("7");
		assertThat(this.replica.call("EXISTS", this.books.of(TestBooks.yesterday()))).isEqualTo(0L);
		assertThat(this.replica.call("ZSCORE", this.books.tenant("spenders:" + TestBooks.yesterday()),
				"erased-0123456789abcdef"))
			.isEqualTo("5");
		assertThat(step.erasure().store("budget").later()).isNull();
		assertThat(step.erasure().receipt()).isNotNull();
		this.replica.call("DEL", this.books.tenant("spenders:" + TestBooks.yesterday()));
	}

}
