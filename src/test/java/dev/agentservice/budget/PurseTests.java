package dev.agentservice.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.USER;
import static dev.agentservice.budget.TestBudget.WORDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Calls that read and write nothing, of a model whose prompt tokens cost a coin each. */
@BesideOthers
@OnSingleAndCluster
class PurseTests {

	@AutoClose
	private final TestBudget test;

	PurseTests(RedisTopology topology) {
		TestRedis redis = topology.own(PurseTests.class);
		this.test = new TestBudget(redis);
	}

	@Test
	void aCallWithoutAnAnswerPassesAlthoughAnswersHaveAMinimum() {
		assertThat(this.test.properties.minimumOutputTokens()).isEqualTo(16);
		Purse purse = purse("ing_1", 1000 * COIN);
		// The worst case is what a written token of the cache costs.
		Grant grant = reserve(purse, 800);
		assertThat(grant.amountNano()).isEqualTo(1000 * COIN);
		assertThat(grant.outputTokens()).isZero();
		purse.used(grant, 800);
		assertThat(purse.costNano()).isEqualTo(800 * COIN);
		assertThat(purse.tokens()).isEqualTo(800);
		assertUser(800, 0);
	}

	@Test
	void nothingIsGrantedForAPartOfTheTexts() {
		Purse purse = purse("ing_1", 100 * COIN);
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> reserve(purse, 81));
		assertUser(0, 0);
		purse.unused(reserve(purse, 80));
		assertUser(0, 0);
		assertThat(purse.costNano()).isZero();
	}

	@Test
	void theCapOfTheWorkHoldsOverItsCalls() {
		Purse purse = purse("ing_1", 100 * COIN);
		purse.used(reserve(purse, 80), 80);
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> reserve(purse, 17));
		purse.estimated(reserve(purse, 16), 10_000);
		assertUser(100, 0);
	}

	@Test
	void aRunsCallsAndItsPursesDoNotTakeEachOthersGrants() {
		RunBill bill = new RunBill(this.test.budgets, this.test.payer("r", 1));
		Grant ofBill = bill.reserve(WORDY, 10, 0, deadline());
		Grant ofPurse = bill.purse().reserve(WORDY, 10, deadline());
		assertThat(ofBill.reservation().id()).isEqualTo("r/1/1/1");
		assertThat(ofPurse.reservation().id()).isEqualTo("r/1/1/100");
		bill.purse().used(ofPurse, 4);
		bill.used(ofBill, new Tokens(10, 0, 0, 0));
		bill.close();
		assertThat(bill.costNano()).isEqualTo(14 * COIN);
		assertUser(14, 0);
	}

	/** A step ends when its search does, and the vector may still be under way. */
	@Test
	void whatIsLateIsChargedToThePartThatAskedForItAndToTheWhole() {
		RunBill bill = new RunBill(this.test.budgets, this.test.payer("r", 1));
		Purse step = bill.purse().part();
		Purse other = bill.purse().part();
		Grant late = reserve(step, 8);
		assertThat(step.costNano()).as("the most it may cost").isEqualTo(10 * COIN);
		assertThat(bill.costNano()).isEqualTo(10 * COIN);
		other.used(reserve(other, 4), 4);
		step.used(late, 8);
		assertThat(step.costNano()).isEqualTo(8 * COIN);
		assertThat(other.costNano()).isEqualTo(4 * COIN);
		assertThat(bill.costNano()).isEqualTo(12 * COIN);
		assertThat(bill.callsNano()).as("no step of a model pays for it").isZero();
		assertThat(late.reservation().id()).isEqualTo("r/1/1/100");
		assertUser(12, 0);
	}

	@Test
	void callsOfManyThreadsAreAllPaid() throws Exception {
		Purse purse = purse("ing_1", 1000 * COIN);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> calls = new ArrayList<>();
			IntStream.range(0, 40).forEach((_) -> calls.add(threads.submit(() -> purse.used(reserve(purse, 3), 2))));
			for (Future<?> call : calls) {
				call.get();
			}
		}
		assertThat(purse.costNano()).isEqualTo(80 * COIN);
		assertUser(80, 0);
	}

	@Test
	void theBooksOfWorkOutsideAnyAgentDoNotStayAsLongAsARuns() {
		Purse purse = purse("sea_1", 1000 * COIN);
		purse.used(reserve(purse, 1), 1);
		assertThat(this.test.daysLeft("budget:run:sea_1")).isOne();
		assertThat(this.test.daysLeft("reservation:sea_1/1/1/100")).isOne();
		RunBill bill = new RunBill(this.test.budgets, this.test.payer("r", 1));
		bill.purse().used(bill.purse().reserve(WORDY, 1, deadline()), 1);
		assertThat(this.test.daysLeft("budget:run:r")).isEqualTo(8);
		assertThat(this.test.daysLeft("reservation:r/1/1/100")).isEqualTo(2);
	}

	/** A run that is parked meanwhile has another attempt days later. */
	@Test
	void whatItSweepsOfARunIsKeptAsLongAsEver() {
		RunBill lost = new RunBill(this.test.budgets, this.test.payer("r", 1));
		lost.reserve(WORDY, 10, 0, deadline());
		this.test.pass(Duration.ofHours(1));
		Purse purse = purse("sea_1", 1000 * COIN);
		purse.used(reserve(purse, 1), 1);
		assertThat(this.test.counted("agent.budget.swept")).isOne();
		assertThat(this.test.daysLeft("budget:run:r")).isEqualTo(8);
		assertThat(this.test.daysLeft("reservation:r/1/1/1")).isEqualTo(2);
	}

	private Purse purse(String work, long limitNano) {
		return new Purse(this.test.budgets,
				new Payer(this.test.tenant, USER, TestBudget.CREDENTIAL, null, work, 1, limitNano));
	}

	private static Grant reserve(Purse purse, long tokens) {
		return purse.reserve(WORDY, tokens, deadline());
	}

	private static Deadline deadline() {
		return Deadline.after(Duration.ofSeconds(60));
	}

	private void assertUser(long spentCoins, long reservedCoins) {
		assertThat(this.test.user())
			.isEqualTo(new Ledger("user:" + USER, 10_000 * COIN, spentCoins * COIN, reservedCoins * COIN));
	}

}
