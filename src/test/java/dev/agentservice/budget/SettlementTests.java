package dev.agentservice.budget;

import java.time.Duration;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.used;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@OnSingleAndCluster
class SettlementTests {

	@AutoClose
	private final TestBudget test;

	private final Budgets budgets;

	SettlementTests(RedisTopology topology) {
		this.test = new TestBudget(topology.own(SettlementTests.class));
		this.budgets = this.test.budgets;
	}

	@Test
	void aCallIsSettledToWhatItCost() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 300)), 120));
		assertThat(this.budgets.ledgers(this.test.payer("r", 1))).allSatisfy((ledger) -> {
			assertThat(ledger.spentNano()).isEqualTo(120 * COIN);
			assertThat(ledger.reservedNano()).isZero();
		});
	}

	@Test
	void aCallThatWasNeverMadeCostsNothing() {
		this.budgets.settle(this.budgets.reserve(this.test.call("r", 1, 300)).unused());
		assertThat(this.test.user()).isEqualTo(new Ledger("user:" + TestBudget.USER, 10_000 * COIN, 0, 0));
	}

	@Test
	void settlingTwiceCountsOnce() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		this.budgets.settle(used(grant, 120));
		this.budgets.settle(used(grant, 120));
		assertThat(this.test.user().spentNano()).isEqualTo(120 * COIN);
		assertThat(this.test.counted("agent.cost.usd")).isEqualTo(0.12);
	}

	@Test
	void whatNobodySettlesIsChargedInFull() {
		this.budgets.reserve(this.test.call("r", 1, 300));
		this.test.pass(Duration.ofMinutes(5));
		this.budgets.reserve(this.test.call("q", 1, 10));
		assertThat(this.test.user().spentNano()).isEqualTo(300 * COIN);
		assertThat(this.test.user().reservedNano()).isEqualTo(10 * COIN);
		assertThat(this.test.counted("agent.budget.swept")).isOne();
		assertThat(this.test.counted("agent.budget.swept.usd")).isEqualTo(0.3);
	}

	@Test
	void whatIsNotOverdueIsNotSwept() {
		this.budgets.reserve(this.test.call("r", 1, 300));
		this.test.pass(Duration.ofMinutes(5).minusMillis(1));
		this.budgets.reserve(this.test.call("q", 1, 10));
		assertThat(this.test.user().spentNano()).isZero();
	}

	@Test
	void oneCallSweepsAFewReservationsOnly() {
		for (int i = 1; i <= 25; i++) {
			this.budgets.reserve(this.test.call("r", i, 1));
		}
		this.test.pass(Duration.ofMinutes(5));
		this.budgets.reserve(this.test.call("q", 1, 1));
		assertThat(this.test.counted("agent.budget.swept")).isEqualTo(20);
		this.budgets.reserve(this.test.call("q", 2, 1));
		assertThat(this.test.counted("agent.budget.swept")).isEqualTo(25);
	}

	@Test
	void settlingAfterTheSweepRefundsTheDifference() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		sweep();
		this.budgets.settle(used(grant, 120));
		this.budgets.settle(used(grant, 120));
		assertThat(this.test.user().spentNano()).isEqualTo(120 * COIN);
		assertThat(this.test.counted("agent.budget.refunds")).isOne();
		assertThat(this.test.counted("agent.budget.refunds.usd")).isEqualTo(0.18);
	}

	@Test
	void aCallThatCostMoreThanItsWorstCaseIsChargedAsReported() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		this.budgets.settle(used(grant, 350));
		assertThat(this.test.user().spentNano()).isEqualTo(350 * COIN);
		assertThat(this.test.counted("agent.budget.underestimated")).isOne();
	}

	@Test
	void aSweptCallThatCostMoreThanItsWorstCaseIsChargedTheRest() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		sweep();
		this.budgets.settle(used(grant, 350));
		assertThat(this.test.user().spentNano()).isEqualTo(350 * COIN);
		assertThat(this.test.counted("agent.budget.refunds")).isZero();
		assertThat(this.test.counted("agent.budget.underestimated")).isOne();
	}

	@Test
	void whatAPreviousCallCostTooMuchIsCountedToo() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		this.budgets.settleAndReserve(used(grant, 350), this.test.call("r", 2, 300));
		assertThat(this.test.counted("agent.budget.underestimated")).isOne();
	}

	@Test
	void aCostThatNobodyReservedIsCountedAndNotCharged() {
		Grant unknown = new Grant(this.test.call("r", 9, 300), TestBudget.PRICES.of(TestBudget.MODEL), 300 * COIN, 300,
				300 * COIN);
		this.budgets.settle(unknown.unused());
		assertThat(this.test.counted("agent.budget.unknown")).isZero();
		this.budgets.settle(used(unknown, 1));
		assertThat(this.test.counted("agent.budget.unknown")).isOne();
		assertThat(this.test.user().spentNano()).isZero();
	}

	@Test
	void aCallThatCostItsWorstCaseIsNothingSpecial() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 300)), 300));
		Grant swept = this.budgets.reserve(this.test.call("r", 2, 300));
		sweep();
		this.budgets.settle(used(swept, 300));
		assertThat(this.test.counted("agent.budget.underestimated")).isZero();
		assertThat(this.test.counted("agent.budget.refunds")).isZero();
	}

	private void sweep() {
		this.test.pass(Duration.ofMinutes(6));
		this.budgets.settle(this.budgets.reserve(this.test.call("sweeper", 1, 10)).unused());
	}

}
