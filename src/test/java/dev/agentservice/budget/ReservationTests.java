package dev.agentservice.budget;

import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.Tokens;
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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@BesideOthers
@OnSingleAndCluster
class ReservationTests {

	private final TestRedis redis;

	@AutoClose
	private final TestBudget test;

	private final Budgets budgets;

	ReservationTests(RedisTopology topology) {
		this.redis = topology.own(ReservationTests.class);
		this.test = new TestBudget(this.redis);
		this.budgets = this.test.budgets;
	}

	@Test
	void aCallReservesItsWorstCaseInEveryScope() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		assertThat(grant.amountNano()).isEqualTo(300 * COIN);
		assertThat(grant.outputTokens()).isEqualTo(300);
		assertThat(grant.shrunk()).isFalse();
		assertThat(this.budgets.ledgers(this.test.payer("r", 1))).containsExactly(
				new Ledger("user:" + TestBudget.USER, 10_000 * COIN, 0, 300 * COIN),
				new Ledger("agent:assistant", null, 0, 300 * COIN),
				new Ledger("credential:" + TestBudget.CREDENTIAL, null, 0, 300 * COIN),
				new Ledger("tenant", null, 0, 300 * COIN), new Ledger("run:r", 1_000 * COIN, 0, 300 * COIN));
	}

	@Test
	void reservingTheSameCallTwiceReservesOnce() {
		Grant first = this.budgets.reserve(this.test.call("r", 1, 300));
		Grant second = this.budgets.reserve(this.test.call("r", 1, 300));
		assertThat(second.amountNano()).isEqualTo(first.amountNano());
		assertThat(this.test.user().reservedNano()).isEqualTo(300 * COIN);
	}

	@Test
	void aSettledCallIsNotGrantedAgain() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 300)), 120));
		assertThatIllegalStateException().isThrownBy(() -> this.budgets.reserve(this.test.call("r", 1, 300)))
			.withMessageContaining("r/1/1/1");
	}

	@Test
	void theNextCallReservesInTheScriptThatSettlesThePreviousOne() {
		Grant first = this.budgets.reserve(this.test.call("r", 1, 900));
		long before = this.redis.scriptCount();
		Grant second = this.budgets.settleAndReserve(used(first, 100), this.test.call("r", 2, 900));
		assertThat(this.redis.scriptCount() - before).isEqualTo(1);
		assertThat(second.amountNano()).isEqualTo(900 * COIN);
		assertThat(this.test.user().spentNano()).isEqualTo(100 * COIN);
		assertThat(this.test.counted("agent.cost.usd")).isEqualTo(0.1);
	}

	@Test
	void whereLessIsLeftTheOutputCapShrinksToWhatItCanPay() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 900)), 900));
		Grant grant = this.budgets.reserve(this.test.call("r", 2, 500));
		assertThat(grant.outputTokens()).isEqualTo(100);
		assertThat(grant.amountNano()).isEqualTo(100 * COIN);
		assertThat(grant.shrunk()).isTrue();
	}

	@Test
	void belowAUsefulMinimumNothingIsReserved() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 985)), 985));
		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> this.budgets.reserve(this.test.call("r", 2, 500)));
		assertThat(this.test.user().reservedNano()).isZero();
		assertThat(this.budgets.reserve(this.test.call("r", 3, 15)).amountNano()).isEqualTo(15 * COIN);
	}

	@Test
	void theUsefulMinimumItselfIsGranted() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 984)), 984));
		assertThat(this.budgets.reserve(this.test.call("r", 2, 500)).outputTokens()).isEqualTo(16);
	}

	@Test
	void aTaskMayOnlyLowerItsCap() {
		assertThat(reserveWithCap("low", 200 * COIN).amountNano()).isEqualTo(200 * COIN);
		assertThat(reserveWithCap("high", 5_000 * COIN).amountNano()).isEqualTo(1_000 * COIN);
	}

	@Test
	void aCeilingHoldsForAnyNumberOfInventedUsersAtOnce() throws Exception {
		Budgets ceiling = this.test.budgetsWithCeiling("2.00");
		AtomicInteger granted = new AtomicInteger();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 40; i++) {
				Reservation call = this.test.call(this.test.inventedUser("r" + i), 1, 100);
				var _ = threads.submit(() -> ceiling.reserve(call) != null && granted.incrementAndGet() > 0);
			}
		}
		assertThat(granted).hasValue(20);
		Payer another = this.test.inventedUser("another");
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ceiling.admit(another))
			.satisfies((refusal) -> assertThat(refusal.properties()).containsEntry("scope", "credential"));
		assertThat(this.budgets.reserve(this.test.call(another, 1, 100)).amountNano()).as("where nobody set a ceiling")
			.isEqualTo(100 * COIN);
	}

	@Test
	void aCeilingThatIsSetLaterCountsWhatWasSpentBefore() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 900)), 900));
		Budgets ceiling = this.test.budgetsWithCeiling("1.00");
		assertThat(ceiling.reserve(this.test.call("s", 2, 900)).amountNano()).isEqualTo(100 * COIN);
	}

	@Test
	void whatACredentialCostsIsCountedByItsName() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call(this.test.inventedUser("r"), 1, 300)), 120));
		assertThat(this.test.meters.get("agent.credential.cost.usd")
			.tag("credential", TestBudget.CREDENTIAL)
			.counter()
			.count()).isEqualTo(0.12);
	}

	@Test
	void tenantAndAgentCanHaveLimitsOfTheirOwn() {
		TestBudget limited = new TestBudget(this.redis,
				TestBudget.properties("10.00", "1.00", "0.50", "0.30", ZoneOffset.UTC));
		assertThat(limited.budgets.reserve(limited.call("r", 1, 900)).outputTokens()).isEqualTo(300);
		Payer noAgent = new Payer(limited.tenant, TestBudget.USER, null, null, "r", 1, NanoUsd.MAX);
		assertThat(limited.budgets.reserve(limited.call(noAgent, 2, 900)).outputTokens()).isEqualTo(200);
	}

	@Test
	void aModelThatCostsNothingIsGrantedToWhoHasNothingLeft() {
		spendTheDay();
		Reservation free = new Reservation(this.test.payer("r11", 1), TestBudget.FREE, 1, 1, 1_000, 500,
				this.test.call("r11", 1, 1).deadline());
		Grant grant = this.budgets.reserve(free);
		assertThat(grant.amountNano()).isZero();
		assertThat(grant.outputTokens()).isEqualTo(500);
		this.budgets.settle(grant.used(new Tokens(1_000, 0, 0, 500)));
		assertThat(this.test.user().spentNano()).isEqualTo(10_000 * COIN);
	}

	@Test
	void aCallWithoutAPriceIsRefusedAndThePreviousOneSettled() {
		Grant previous = this.budgets.reserve(this.test.call("r", 1, 300));
		Reservation unpriced = new Reservation(this.test.payer("r", 1), "test/unknown", 1, 2, 0, 10,
				previous.reservation().deadline());
		assertThatIllegalStateException().isThrownBy(() -> this.budgets.settleAndReserve(used(previous, 120), unpriced))
			.withMessageContaining("test/unknown");
		assertThat(this.test.user().spentNano()).isEqualTo(120 * COIN);
		assertThat(this.test.counted("agent.budget.refused")).isOne();
	}

	@Test
	void openReservationsOfThisReplicaAreCounted() {
		Grant first = this.budgets.reserve(this.test.call("r", 1, 300));
		this.budgets.reserve(this.test.call("r", 2, 300));
		assertThat(open()).isEqualTo(2);
		this.budgets.settle(first.unused());
		assertThat(open()).isEqualTo(1);
	}

	@Test
	void everythingIsForgottenAfterItsTime() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 300));
		this.budgets.reserve(this.test.call("r", 2, 300));
		this.budgets.settle(used(grant, 100));
		assertThat(this.test.daysLeft("budget:2026-11-23:tenant")).isEqualTo(35);
		assertThat(this.test.daysLeft("budget:2026-11-23:user:" + TestBudget.USER)).isEqualTo(35);
		assertThat(this.test.daysLeft("spenders:2026-11-23")).isEqualTo(35);
		assertThat(this.test.daysLeft("reservations")).isEqualTo(35);
		assertThat(this.test.daysLeft("reservation:r/1/1/2")).isEqualTo(35);
		assertThat(this.test.daysLeft("reservation:r/1/1/1")).isEqualTo(2);
		assertThat(this.test.daysLeft("budget:run:r")).isEqualTo(8);
	}

	private void spendTheDay() {
		for (int i = 1; i <= 10; i++) {
			this.budgets.settle(used(this.budgets.reserve(this.test.call("r" + i, 1, 1_000)), 1_000));
		}
	}

	private Grant reserveWithCap(String run, long cap) {
		return this.budgets.reserve(this.test.call(this.test.payer(run, 1, cap), 1, 5_000));
	}

	private double open() {
		return this.test.meters.get("agent.budget.reservations.open").gauge().value();
	}

}
