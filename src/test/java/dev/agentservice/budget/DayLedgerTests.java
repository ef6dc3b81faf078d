package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.USER;
import static dev.agentservice.budget.TestBudget.used;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@OnSingleAndCluster
class DayLedgerTests {

	private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");

	private static final Duration INSTANT = Duration.ofMillis(1);

	@AutoClose
	private final TestBudget test;

	DayLedgerTests(RedisTopology topology) {
		this.test = new TestBudget(topology.own(DayLedgerTests.class));
		this.test.at(Instant.parse("2026-11-24T00:00:00Z").minus(INSTANT));
	}

	@Test
	void aDaysLedgerEndsAtMidnightByTheClockOfRedis() {
		this.test.budgets.settle(used(this.test.budgets.reserve(this.test.call("r", 1, 300)), 120));
		assertThat(today()).isEqualTo(new DayLedger(MONDAY, ledger(10_000, 120, 0)));
		this.test.pass(INSTANT);
		assertThat(today()).isEqualTo(new DayLedger(MONDAY.plusDays(1), ledger(10_000, 0, 0)));
	}

	@Test
	void whatIsUnderWayAtMidnightStaysWithTheDayItBeganOn() {
		this.test.budgets.reserve(this.test.call("r", 1, 300));
		assertThat(today()).isEqualTo(new DayLedger(MONDAY, ledger(10_000, 0, 300)));
		this.test.pass(INSTANT);
		assertThat(today().ledger()).isEqualTo(ledger(10_000, 0, 0));
	}

	@Test
	void aReplacedLimitSaysForWhichDayItIs() {
		this.test.budgets.reserve(this.test.call("r", 1, 300));
		DayLedger replaced = this.test.budgets.overrideToday(this.test.tenant, USER, 77 * COIN);
		assertThat(replaced).isEqualTo(new DayLedger(MONDAY, ledger(77, 0, 300))).isEqualTo(today());
		this.test.pass(INSTANT);
		assertThat(today().ledger().limitNano()).isEqualTo(10_000 * COIN);
	}

	private DayLedger today() {
		return this.test.budgets.today(this.test.tenant, USER);
	}

	private static Ledger ledger(long limit, long spent, long reserved) {
		return new Ledger("user:" + USER, limit * COIN, spent * COIN, reserved * COIN);
	}

}
