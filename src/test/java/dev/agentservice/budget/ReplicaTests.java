package dev.agentservice.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@BesideOthers
@OnSingleAndCluster
class ReplicaTests {

	private final TestRedis redis;

	@AutoClose
	private final TestBudget test;

	private final Budgets budgets;

	ReplicaTests(RedisTopology topology) {
		this.redis = topology.own(ReplicaTests.class);
		this.test = new TestBudget(this.redis);
		this.budgets = this.test.budgets;
	}

	@Test
	void aRunOverMidnightSettlesOnItsOwnDay() {
		this.test.at(Instant.parse("2026-11-23T23:59:59Z"));
		Grant evening = this.budgets.reserve(this.test.call("r", 1, 300));
		this.test.at(Instant.parse("2026-11-24T00:00:01Z"));
		Grant morning = this.budgets.settleAndReserve(used(evening, 120), this.test.call("r", 2, 300));
		this.budgets.settle(used(morning, 7));
		assertThat(this.test.reports.ofUser(this.test.tenant, TestBudget.USER, LocalDate.parse("2026-11-23"),
				LocalDate.parse("2026-11-24")))
			.extracting((day) -> day.ledger().spentNano())
			.containsExactly(120 * COIN, 7 * COIN);
		assertThat(this.test.ledger("task", "r").spentNano()).isEqualTo(127 * COIN);
	}

	@Test
	void aNewDayIsANewBudgetButNotForTheTask() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 1_000)), 1_000));
		this.test.pass(Duration.ofDays(1));
		assertThat(this.test.user().leftNano()).isEqualTo(10_000 * COIN);
		assertThat(refusal("r", 2).ledger().kind()).isEqualTo("task");
	}

	@Test
	void replicasWithClocksFiveMinutesApartAgree() {
		Instant beforeMidnight = Instant.parse("2026-11-23T23:58:00Z");
		this.test.at(beforeMidnight);
		Budgets slow = replica(beforeMidnight.minus(Duration.ofMinutes(5)));
		Budgets fast = replica(beforeMidnight.plus(Duration.ofMinutes(5)));
		Grant first = slow.reserve(this.test.call("r", 1, 500));
		Grant second = fast.reserve(this.test.call("q", 1, 500));
		assertThat(this.test.hash("reservation:r/1/1/1").text("day")).isEqualTo("2026-11-23");
		assertThat(this.test.hash("reservation:q/1/1/1").text("day")).isEqualTo("2026-11-23");
		this.test.pass(Duration.ofMinutes(4));
		fast.reserve(this.test.call("s", 1, 1));
		assertThat(this.test.counted("agent.budget.swept")).isZero();
		slow.settle(used(second, 400));
		fast.settle(used(first, 300));
		assertThat(this.test.hash("budget:2026-11-23:user:" + TestBudget.USER).number("spent")).isEqualTo(700 * COIN);
	}

	@Test
	void aFencedOffAttemptMaySettleButNeverReserve() {
		Grant old = this.budgets.reserve(this.test.call(this.test.payer("r", 1), 1, 300));
		this.budgets.reserve(this.test.call(this.test.payer("r", 2), 1, 300));
		assertThatExceptionOfType(FencedOffException.class)
			.isThrownBy(() -> this.budgets.settleAndReserve(used(old, 120), this.test.call("r", 2, 300)))
			.withMessage("Attempt 1 of r was fenced off by a newer one");
		assertThat(this.test.user())
			.isEqualTo(new Ledger("user:" + TestBudget.USER, 10_000 * COIN, 120 * COIN, 300 * COIN));
	}

	@Test
	void aRefusedReservationOfANewAttemptFencesToo() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 1_000)), 900));
		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> this.budgets.reserve(this.test.call(this.test.payer("r", 2, 900 * COIN), 1, 300)));
		assertThatExceptionOfType(FencedOffException.class)
			.isThrownBy(() -> this.budgets.reserve(this.test.call("r", 2, 50)));
	}

	@Test
	void twoHundredThreadsNeverExceedASmallBudget() throws Exception {
		TestBudget small = new TestBudget(this.redis, TestBudget.properties("0.05", "1.00"));
		AtomicInteger granted = new AtomicInteger();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> runs = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				String run = "r" + i;
				runs.add(threads.submit(() -> spendIn(small, run, granted)));
			}
			for (Future<?> run : runs) {
				run.get();
			}
		}
		Answer books = small.hash("budget:2026-11-23:user:" + TestBudget.USER);
		assertThat(granted.get()).isPositive();
		assertThat(books.number("max")).isBetween(16 * COIN, 50 * COIN);
		assertThat(books.number("spent")).isEqualTo(granted.get() * 5L * COIN);
		assertThat(books.number("reserved")).isZero();
	}

	private BudgetExceededException refusal(String run, int call) {
		return catchThrowableOfType(BudgetExceededException.class,
				() -> this.budgets.reserve(this.test.call(run, call, 500)));
	}

	private Budgets replica(Instant wallClock) {
		return this.test.budgets(this.test.scripts(Clock.fixed(wallClock, ZoneOffset.UTC)));
	}

	private static void spendIn(TestBudget budget, String run, AtomicInteger granted) {
		try {
			Grant grant = budget.budgets.reserve(budget.call(run, 1, 20));
			granted.incrementAndGet();
			budget.budgets.settle(used(grant, 5));
		}
		catch (BudgetExceededException ex) {
			assertThat(ex.ledger().kind()).isEqualTo("user");
		}
	}

}
