package dev.agentservice.budget;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Promised;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * By the clock of a Redis of our own, which is frozen and killed.
 */
@BesideOthers
class OutageTests {

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	/** Waits for answers, however busy the machine is; a killed Redis refuses at once. */
	private final ReplicaContext replica = new ReplicaContext(this.redis);

	/** Does not wait for a frozen one. */
	private final ReplicaContext hastyReplica = new ReplicaContext(this.redis,
			Map.of("agent-service.redis.command-timeout", "300ms"));

	private final TestBudget test = TestBudget.inRealTime(this.replica);

	private final Budgets budgets = this.test.budgets;

	private final Budgets hasty = this.test.budgets(this.hastyReplica);

	private int unsaid;

	/** Connects, and lets Redis know the scripts. */
	@BeforeEach
	void warmUp() {
		this.budgets.settle(this.budgets.reserve(this.test.call("warm-up", 1, 100)).unused());
		awaitAnswer();
	}

	@AfterEach
	void close() {
		this.hasty.close();
		this.test.close();
		this.hastyReplica.close();
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aScriptStuckInAFrozenRedisReservesNothingAfterTheThaw() {
		this.redis.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.hasty.reserve(this.test.call("stuck", 1, 200)));
		awaitNotAfter();
		thaw();
		assertThat(this.test.user().reservedNano()).isZero();
		assertThat(this.test.hash("reservation:stuck/1/1/1").fields()).isEmpty();
		assertThat(largestSum()).isEqualTo(100 * COIN);
	}

	@Test
	void aReservationThatRedisMadeWithoutSayingSoIsGivenBack() {
		// Redis has to thaw before the reservation comes too late to be made.
		Promised.once(this::assertAReservationThatRedisMadeIsGivenBack);
	}

	private void assertAReservationThatRedisMadeIsGivenBack() {
		String run = "unsaid" + ++this.unsaid;
		String id = run + "/1/1/1";
		this.redis.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.hasty.reserve(this.test.call(run, 1, 200)));
		thaw();
		assertThat(this.test.hash("reservation:" + id).fields()).isNotEmpty();
		assertThat(largestSum()).isEqualTo(200 * COIN);
		assertThatIllegalStateException().isThrownBy(() -> this.hasty.reserve(this.test.call(run, 1, 200)))
			.withMessage(id + " is being given back: use another call number");
		await().until(() -> "settled".equals(this.test.hash("reservation:" + id).text("state")));
		assertThat(this.test.user().reservedNano()).isZero();
		assertThat(this.test.user().spentNano()).isZero();
	}

	@Test
	void aReservationAskedForOnceMoreIsNotGivenBackUnderItsCall() {
		Reservation reservation = this.test.call("r", 1, 200);
		Grant grant = this.budgets.reserve(reservation);
		await().untilAsserted(() -> assertThat(this.hasty.reserve(reservation)).isEqualTo(grant));
		this.redis.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.hasty.reserve(reservation));
		thaw();
		await().untilAsserted(() -> assertThat(this.hasty.reserve(reservation)).isEqualTo(grant));
	}

	@Test
	void aSettlementRedisMissedReachesItLater() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 200));
		this.redis.freeze();
		this.hasty.settle(used(grant, 50));
		thaw();
		await().until(() -> this.test.user().spentNano() == 50 * COIN);
		assertThat(this.test.user().reservedNano()).isZero();
	}

	@Test
	void aSettlementThatNeverReachedRedisIsToldWhenItIsBack() {
		Grant first = this.budgets.reserve(this.test.call("r", 1, 200));
		Grant second = this.budgets.reserve(this.test.call("r", 2, 200));
		this.redis.kill();
		this.budgets.settle(used(first, 50));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.budgets.settleAndReserve(used(second, 60), this.test.call("r", 3, 200)));
		this.redis.restart();
		await().until(() -> this.test.user().spentNano() == 110 * COIN);
		await().until(() -> this.test.user().reservedNano() == 0);
	}

	@Test
	void afterTheEndASettlementIsLeftToTheSweep() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 200));
		this.redis.kill();
		this.budgets.settle(used(grant, 50));
		this.budgets.close();
		this.redis.restart();
		await().pollDelay(TestBudget.PATIENCE.multipliedBy(3))
			.until(() -> this.test.user().reservedNano() == 200 * COIN);
		assertThat(this.test.user().spentNano()).isZero();
	}

	@Test
	void aBillClosedWhileRedisIsAwayIsSettledWhenItIsBack() {
		RunBill bill = new RunBill(this.budgets, this.test.payer("r", 1));
		bill.used(reserve(bill, 200), new Tokens(0, 0, 0, 50));
		this.redis.kill();
		bill.close();
		bill.close();
		this.redis.restart();
		await().until(() -> this.test.user().spentNano() == 50 * COIN);
		assertThat(this.test.user().reservedNano()).isZero();
	}

	@Test
	void aCallThatNeitherTheNextReservationNorTheCloseCouldSettleIsChargedOnce() {
		RunBill bill = new RunBill(this.budgets, this.test.payer("r", 1));
		bill.used(reserve(bill, 200), new Tokens(0, 0, 0, 50));
		this.redis.kill();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> reserve(bill, 200));
		bill.close();
		this.redis.restart();
		await().until(() -> this.test.user().spentNano() == 50 * COIN);
		await().until(() -> this.test.user().reservedNano() == 0);
		assertThat(bill.costNano()).isEqualTo(50 * COIN);
		assertThat(this.test.counted("agent.cost.usd")).isEqualTo(0.05);
	}

	@Test
	void aBillGoesOnAfterAnOutage() {
		RunBill bill = new RunBill(this.budgets, this.test.payer("r", 1));
		bill.used(reserve(bill, 200), new Tokens(0, 0, 0, 50));
		this.redis.kill();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> reserve(bill, 200));
		this.redis.restart();
		await().untilAsserted(() -> bill.used(reserve(bill, 200), new Tokens(0, 0, 0, 60)));
		bill.close();
		await().until(() -> this.test.user().spentNano() == 110 * COIN);
		await().until(() -> this.test.user().reservedNano() == 0);
	}

	@Test
	void theSettlementInAStuckReservationIsMade() {
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 200));
		this.redis.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.hasty.settleAndReserve(used(grant, 50), this.test.call("r", 2, 200)));
		awaitNotAfter();
		thaw();
		await().until(() -> this.test.user().spentNano() == 50 * COIN);
		assertThat(this.test.user().reservedNano()).isZero();
	}

	@Test
	void withoutRedisNothingIsReserved() {
		this.redis.kill();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.budgets.reserve(this.test.call("r", 1, 200)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.BUDGET_UNAVAILABLE));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.budgets.admit(this.test.payer("r", 1)));
	}

	@Test
	void anInterruptedThreadStillLearnsWhatItReserved() {
		Thread.currentThread().interrupt();
		Grant grant = this.budgets.reserve(this.test.call("r", 1, 200));
		this.budgets.settle(grant.unused());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.test.user().reservedNano()).isZero();
	}

	private static Grant reserve(RunBill bill, long outputTokens) {
		return bill.reserve(TestBudget.MODEL, 0, outputTokens, Deadline.after(Duration.ofSeconds(30)));
	}

	private void thaw() {
		this.redis.thaw();
		awaitAnswer();
	}

	/** What was sent before on the same connection has been done then. */
	private void awaitAnswer() {
		await().until(() -> !this.hasty.ledgers(this.test.payer("r", 1)).isEmpty());
	}

	private static void awaitNotAfter() {
		await().pollDelay(TestBudget.PATIENCE.plusMillis(100)).until(() -> true);
	}

	private static ConditionFactory await() {
		return Awaitility.await().ignoreExceptions();
	}

	private long largestSum() {
		return this.test.hash("budget:" + today() + ":tenant").number("max");
	}

	private String today() {
		return this.test.hash("budget:run:warm-up").text("day");
	}

}
