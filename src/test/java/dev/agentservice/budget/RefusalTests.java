package dev.agentservice.budget;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemDocument;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@BesideOthers
@OnSingleAndCluster
class RefusalTests {

	@AutoClose
	private final TestBudget test;

	private final Budgets budgets;

	RefusalTests(RedisTopology topology) {
		this.test = new TestBudget(topology.own(RefusalTests.class));
		this.budgets = this.test.budgets;
	}

	@Test
	void aTaskThatReachedItsCapIsToldSo() {
		this.budgets.settle(used(this.budgets.reserve(this.test.call("r", 1, 1_000)), 1_000));
		BudgetExceededException refused = refusal("r", 2);
		assertThat(refused.detail())
			.startsWith(
					"This task has reached its cost limit: 0 USD of it are left, and the next step may cost 0.016 USD.")
			.contains("max_cost_usd");
		assertThat(refused.properties()).containsEntry("left_usd", NanoUsd.toUsd(0))
			.containsEntry("needed_usd", NanoUsd.toUsd(16 * COIN));
		assertThat(refused.ledger()).isEqualTo(new Ledger("run:r", 1_000 * COIN, 1_000 * COIN, 0));
		assertThat(refused.retryAfter()).isNull();
		assertThat(this.test.meters.get("agent.budget.rejections")
			.tags("scope", "task", "reason", "spent")
			.counter()
			.count()).isOne();
	}

	@Test
	void whoSpentADaysBudgetIsToldToComeBackTomorrow() {
		spendTheDay();
		BudgetExceededException refused = refusal("r11", 1);
		assertThat(refused.detail()).isEqualTo("Daily budget exceeded. Try again tomorrow.");
		assertThat(refused.code().status().value()).isEqualTo(429);
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(12));
		assertThat(refused.properties()).containsEntry("scope", "user")
			.containsEntry("limit_usd", NanoUsd.toUsd(10_000 * COIN))
			.containsEntry("spent_usd", NanoUsd.toUsd(10_000 * COIN))
			.containsEntry("reserved_usd", NanoUsd.toUsd(0))
			.containsEntry("resets_at", "2026-11-24T00:00:00Z");
	}

	@Test
	void whoHasTooLittleLeftForAnyAnswerIsToldHowMuchAndHowMuchItTakes() {
		this.budgets.overrideToday(this.test.tenant, TestBudget.USER, 15 * COIN);
		BudgetExceededException refused = refusal("r", 1);
		assertThat(refused.detail()).isEqualTo("Daily budget exceeded: 0.015 USD of it are left, and the next step may "
				+ "cost 0.016 USD. Try again tomorrow, or shorten the task.");
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(12));
	}

	@Test
	void aTaskThatCanNeverBeAnsweredForItsLimitIsToldWhatToRaise() {
		BudgetExceededException refused = catchThrowableOfType(BudgetExceededException.class,
				() -> this.budgets.reserve(this.test.call(this.test.payer("r", 1, 15 * COIN), 1, 500)));
		assertThat(refused.detail())
			.isEqualTo("This task may cost 0.015 USD, and even the shortest answer to it may cost "
					+ "0.016 USD. Raise the task's cost limit (max_cost_usd of the request, or limits.cost_per_task_usd "
					+ "of the agent), or shorten the task.");
		assertThat(refused.retryAfter()).isNull();
	}

	@Test
	void moneyHeldByCallsUnderWayIsWorthWaitingFor() {
		for (int i = 1; i <= 10; i++) {
			this.budgets.reserve(this.test.call("r" + i, 1, 1_000));
		}
		BudgetExceededException refused = refusal("r11", 1);
		assertThat(refused.detail()).startsWith("What is left of the daily budget is reserved by tasks under way.");
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(10));
		assertThat(
				this.test.meters.get("agent.budget.rejections").tags("scope", "user", "reason", "reserved").counter())
			.extracting(Counter::count)
			.isEqualTo(1.0);
	}

	@Test
	void whoHasNothingLeftIsNotAdmitted() {
		this.budgets.admit(this.test.payer("r", 1));
		spendTheDay();
		assertThatExceptionOfType(BudgetExceededException.class)
			.isThrownBy(() -> this.budgets.admit(this.test.payer("r11", 1)))
			.withMessage("Daily budget exceeded. Try again tomorrow.");
	}

	@Test
	void whatOthersPutAsideIsNotLostToAConversation() {
		for (int i = 1; i <= 9; i++) {
			this.budgets.settle(used(this.budgets.reserve(this.test.call("r" + i, 1, 1_000)), 1_000));
		}
		Grant open = this.budgets.reserve(this.test.call("r10", 1, 600));
		assertThat(this.budgets.admit(this.test.payer("r11", 1))).isEqualTo(1_000 * COIN);
		Grant next = this.budgets.reserve(this.test.call("r11", 1, 400));
		assertThat(next.leftNano()).isEqualTo(1_000 * COIN);
		this.budgets.settle(next.unused());
		this.budgets.settle(open.unused());
	}

	@Test
	void anOperatorCanRaiseAUsersLimitForToday() {
		spendTheDay();
		Ledger raised = this.budgets.overrideToday(this.test.tenant, TestBudget.USER, 10_100 * COIN).ledger();
		assertThat(raised.limitNano()).isEqualTo(10_100 * COIN);
		assertThat(raised.leftNano()).isEqualTo(100 * COIN);
		assertThat(this.budgets.reserve(this.test.call("r11", 1, 500)).outputTokens()).isEqualTo(100);
		this.test.pass(Duration.ofDays(1));
		assertThat(this.test.user().limitNano()).isEqualTo(10_000 * COIN);
	}

	@Test
	void aTenantThatCouldBreakAKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.budgets.overrideToday("a}b", TestBudget.USER, 1));
	}

	@Test
	void aLimitIsNotNegativeAndNotBeyondWhatTheScriptsCountExactly() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.budgets.overrideToday(this.test.tenant, TestBudget.USER, -1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.budgets.overrideToday(this.test.tenant, TestBudget.USER, NanoUsd.MAX + 1));
		assertThat(this.budgets.overrideToday(this.test.tenant, TestBudget.USER, NanoUsd.MAX).ledger().limitNano())
			.isEqualTo(NanoUsd.MAX);
		assertThat(this.budgets.overrideToday(this.test.tenant, TestBudget.USER, 0).ledger().leftNano()).isZero();
	}

	@Test
	void amountsHaveNoExponentHoweverSmallTheyAre() {
		this.budgets.overrideToday(this.test.tenant, TestBudget.USER, 1);
		assertThat(ProblemDocument.of(refusal("r", 1)).json()).asString(StandardCharsets.UTF_8)
			.contains("\"limit_usd\":0.000000001");
	}

	private void spendTheDay() {
		for (int i = 1; i <= 10; i++) {
			this.budgets.settle(used(this.budgets.reserve(this.test.call("r" + i, 1, 1_000)), 1_000));
		}
	}

	private BudgetExceededException refusal(String run, int call) {
		return catchThrowableOfType(BudgetExceededException.class,
				() -> this.budgets.reserve(this.test.call(run, call, 500)));
	}

}
