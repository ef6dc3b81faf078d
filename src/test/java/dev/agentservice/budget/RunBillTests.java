package dev.agentservice.budget;

import java.time.Duration;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.MODEL;
import static dev.agentservice.budget.TestBudget.USER;
import static dev.agentservice.budget.TestBudget.WORDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a bill promises while Redis is there; {@link OutageTests} has the rest.
 */
@BesideOthers
@OnSingleAndCluster
class RunBillTests {

	private final TestRedis redis;

	@AutoClose
	private final TestBudget test;

	private final RunBill bill;

	RunBillTests(RedisTopology topology) {
		this.redis = topology.own(RunBillTests.class);
		this.test = new TestBudget(this.redis);
		this.bill = new RunBill(this.test.budgets, this.test.payer("r", 1));
	}

	@Test
	void anEndedCallIsSettledTogetherWithTheNextReservation() {
		this.bill.used(reserve(300), output(120));
		assertUser(0, 300);
		long scripts = this.redis.scriptCount();
		reserve(50);
		assertThat(this.redis.scriptCount() - scripts).isOne();
		assertUser(120, 50);
	}

	@Test
	void everyCallHasAReservationOfItsOwn() {
		for (int call = 1; call <= 3; call++) {
			Grant grant = reserve(100);
			assertThat(grant.reservation().id()).isEqualTo("r/1/" + call + "/1");
			this.bill.used(grant, output(10));
		}
		assertUser(20, 100);
	}

	@Test
	void closingSettlesTheLastCall() {
		this.bill.used(reserve(300), output(120));
		this.bill.used(reserve(300), output(30));
		this.bill.close();
		assertUser(150, 0);
	}

	@Test
	void closingTwiceSettlesOnce() {
		this.bill.used(reserve(300), output(120));
		this.bill.close();
		assertAsksNothing(this.bill::close);
		assertUser(120, 0);
		assertThat(this.test.counted("agent.cost.usd")).isEqualTo(0.12);
	}

	@Test
	void aBillWithoutCallsHasNothingToSettle() {
		assertAsksNothing(this.bill::close);
		assertThat(this.bill.costNano()).isZero();
		assertThat(this.bill.promptTokens()).isZero();
	}

	@Test
	void costAndPromptTokensAddUpHoweverCallsEnd() {
		this.bill.used(reserve(WORDY, 40, 50), new Tokens(10, 5, 0, 20));
		assertBill(255, 10);
		this.bill.estimated(reserve(WORDY, 40, 50), new Tokens(30, 0, 0, 5));
		assertBill(255 + 350, 40);
		this.bill.unknown(reserve(WORDY, 8, 2));
		assertBill(255 + 350 + 120, 48);
		this.bill.unused(reserve(WORDY, 7, 50));
		assertBill(255 + 350 + 120, 48);
		this.bill.close();
		assertThat(this.test.user().spentNano()).isEqualTo(this.bill.costNano());
		assertThat(this.test.user().reservedNano()).isZero();
	}

	@Test
	void whatNoProviderReportedIsOnTheBooksAsSuch() {
		this.bill.used(reserve(300), output(1));
		this.bill.unused(reserve(300));
		this.bill.estimated(reserve(300), output(20));
		this.bill.unknown(reserve(300));
		this.bill.close();
		for (String scope : new String[] { "2026-11-23:user:" + USER, "2026-11-23:tenant", "run:r" }) {
			Answer books = this.test.hash("budget:" + scope);
			assertThat(books.number("unreported")).as(scope).isEqualTo(320 * COIN);
			assertThat(books.number("spent")).as(scope).isEqualTo(321 * COIN);
		}
	}

	@Test
	void whatExceedsItsCapIsPaidThoughLessWasPutAside() {
		this.bill.beyond(reserve(300), output(700));
		this.bill.close();
		assertUser(700, 0);
		this.bill.beyond(reserve(200), output(100));
		this.bill.close();
		assertUser(900, 0);
	}

	@Test
	void aRefusedReservationSettlesTheCallBeforeAllTheSame() {
		this.bill.used(reserve(1_000), output(1_000));
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> reserve(500));
		assertUser(1_000, 0);
		assertAsksNothing(this.bill::close);
		assertThat(this.bill.costNano()).isEqualTo(1_000 * COIN);
		assertThat(this.test.counted("agent.cost.usd")).isOne();
	}

	@Test
	void afterARefusalASmallerCallIsGranted() {
		this.bill.used(reserve(100), output(100));
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> reserve(WORDY, 2_000, 50));
		this.bill.used(reserve(200), output(30));
		this.bill.close();
		assertUser(130, 0);
	}

	/** A token of the prompt costs 1.25 coins at most, one of the answer a coin. */
	@Test
	void aPromptMayCostWhatTheAnswerLeavesOrHalfOfWhatThereIs() {
		assertThat(affordable(1_000, 200)).isEqualTo(640);
		assertThat(affordable(1_000, 500)).isEqualTo(400);
		assertThat(affordable(1_000, 5_000)).isEqualTo(400);
		assertThat(affordable(20, 5_000)).as("the shortest answer has 16").isEqualTo(3);
		assertThat(affordable(15, 5_000)).isZero();
		assertThat(affordable(1_000, 2)).isEqualTo(798);
	}

	@Test
	void aBillKnowsWhatIsLeftWithoutAskingForIt() {
		RunBill fresh = new RunBill(this.test.budgets, this.test.payer("r", 1));
		assertThat(fresh.affordablePrompt(WORDY, 2)).isEqualTo(Tokens.MAX);
		assertThat(fresh.affordablePrompt("test/unheard-of", 2)).isEqualTo(Tokens.MAX);
		fresh.used(fresh.reserve(WORDY, 100, 100, soon()), new Tokens(100, 0, 0, 50));
		assertAsksNothing(() -> assertThat(fresh.affordablePrompt(WORDY, 2)).isEqualTo(678));
		this.test.budgets.overrideToday(this.test.tenant, USER, 160 * COIN);
		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> fresh.reserve(WORDY, 100, 100, soon()));
		assertAsksNothing(() -> assertThat(fresh.affordablePrompt(WORDY, 100)).isZero());
	}

	@Test
	void whatAnAdmissionFindsLeftIsThatOfTheTightestScope() {
		assertThat(this.test.budgets.admit(this.test.payer("r", 1))).isEqualTo(1_000 * COIN);
		assertThat(this.test.budgets.admit(this.test.payer("r", 1, 7))).isEqualTo(7);
		this.test.budgets.overrideToday(this.test.tenant, USER, 30 * COIN);
		assertThat(this.test.budgets.admit(this.test.payer("r", 1))).isEqualTo(30 * COIN);
	}

	private long affordable(long leftCoins, long outputTokens) {
		return new RunBill(this.test.budgets, this.test.payer("r", 1), leftCoins * COIN).affordablePrompt(WORDY,
				outputTokens);
	}

	@Test
	void aFencedOffOwnerSettlesAndReservesNothing() {
		this.bill.used(reserve(300), output(120));
		RunBill newer = new RunBill(this.test.budgets, this.test.payer("r", 2));
		newer.reserve(MODEL, 0, 50, soon());
		assertThatExceptionOfType(FencedOffException.class).isThrownBy(() -> reserve(300));
		assertUser(120, 50);
		assertAsksNothing(this.bill::close);
	}

	@Test
	void aCallWithoutAPriceSettlesTheCallBefore() {
		this.bill.used(reserve(300), output(120));
		assertThatIllegalStateException().isThrownBy(() -> reserve("test/unheard-of", 0, 10));
		assertUser(120, 0);
		assertAsksNothing(this.bill::close);
	}

	@Test
	void aMistakenReservationLeavesTheCallBeforeToTheClose() {
		this.bill.used(reserve(300), output(120));
		assertThatIllegalArgumentException().isThrownBy(() -> reserve(MODEL, -1, 10));
		assertUser(0, 300);
		this.bill.close();
		assertUser(120, 0);
	}

	private Grant reserve(long outputTokens) {
		return reserve(MODEL, 0, outputTokens);
	}

	private Grant reserve(String model, long promptTokens, long outputTokens) {
		return this.bill.reserve(model, promptTokens, outputTokens, soon());
	}

	private static Deadline soon() {
		return Deadline.after(Duration.ofSeconds(30));
	}

	private static Tokens output(long tokens) {
		return new Tokens(0, 0, 0, tokens);
	}

	private void assertUser(long spentCoins, long reservedCoins) {
		assertThat(this.test.user())
			.isEqualTo(new Ledger("user:" + USER, 10_000 * COIN, spentCoins * COIN, reservedCoins * COIN));
	}

	private void assertBill(long tenthsOfACoin, long promptTokens) {
		assertThat(this.bill.costNano()).isEqualTo(tenthsOfACoin * COIN / 10);
		assertThat(this.bill.promptTokens()).isEqualTo(promptTokens);
	}

	private void assertAsksNothing(Runnable step) {
		long scripts = this.redis.scriptCount();
		step.run();
		assertThat(this.redis.scriptCount()).isEqualTo(scripts);
	}

}
