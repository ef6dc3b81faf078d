package dev.agentservice.budget;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
@OnSingleAndCluster
class UsageReportsTests {

	private static final UserTag OTHER = new UserTag("fedcba9876543210fedcba9876543210");

	private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

	private final TestBudget test;

	private int calls;

	UsageReportsTests(RedisTopology topology) {
		this.test = new TestBudget(topology.own(UsageReportsTests.class));
	}

	@Test
	void aUsersDayNamesModelsAgentsAndRuns() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 30);
		spend(USER, "assistant", "r2", TestBudget.WORDY, 20);
		spend(USER, "clerk", "r2", TestBudget.MODEL, 5);
		spend(OTHER, "clerk", "r3", TestBudget.MODEL, 7);
		assertThat(ofUser(USER))
			.containsExactly(new DayUsage(TODAY, new Ledger("user:" + USER, 10_000 * COIN, 55 * COIN, 0), 0, 2,
					Map.of(TestBudget.MODEL, 35 * COIN, TestBudget.WORDY, 20 * COIN),
					Map.of("assistant", 50 * COIN, "clerk", 5 * COIN)));
	}

	@Test
	void aTenantsDayIsTheSumOfItsUsers() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 30);
		spend(OTHER, null, "r2", TestBudget.WORDY, 20);
		assertThat(this.test.reports.ofTenant(this.test.tenant, TODAY, TODAY))
			.containsExactly(new DayUsage(TODAY, new Ledger("tenant", null, 50 * COIN, 0), 0, 2,
					Map.of(TestBudget.MODEL, 30 * COIN, TestBudget.WORDY, 20 * COIN), Map.of("assistant", 30 * COIN)));
	}

	@Test
	void whatIsChargedByTheSweepAndRefundedLaterIsInTheReportToo() {
		Grant grant = this.test.budgets.reserve(this.test.call("r1", 1, 300));
		this.test.pass(Duration.ofMinutes(6));
		spend(OTHER, "clerk", "r2", TestBudget.MODEL, 1);
		assertThat(ofUser(USER).getFirst().spentByModel()).containsEntry(TestBudget.MODEL, 300 * COIN);
		this.test.budgets.settle(TestBudget.used(grant, 100));
		assertThat(ofUser(USER).getFirst().spentByModel()).containsEntry(TestBudget.MODEL, 100 * COIN);
		assertThat(ofUser(USER).getFirst().spentByAgent()).containsEntry("assistant", 100 * COIN);
	}

	@Test
	void whatNoProviderReportedIsShownUntilTheReportComes() {
		Grant swept = this.test.budgets.reserve(this.test.call("r1", 1, 300));
		this.test.pass(Duration.ofMinutes(6));
		spend(OTHER, "clerk", "r2", TestBudget.MODEL, 1);
		this.test.budgets.settle(this.test.budgets.reserve(this.test.call("r3", 1, 20)).unknown());
		assertThat(ofUser(USER).getFirst().unreportedNano()).isEqualTo(320 * COIN);
		assertThat(ofUser(OTHER).getFirst().unreportedNano()).isZero();
		this.test.budgets.settle(TestBudget.used(swept, 100));
		assertThat(ofUser(USER).getFirst().unreportedNano()).isEqualTo(20 * COIN);
		assertThat(this.test.reports.ofTenant(this.test.tenant, TODAY, TODAY).getFirst().unreportedNano())
			.isEqualTo(20 * COIN);
	}

	@Test
	void aReportHasOneEntryForEachDayThatHasAny() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 1);
		this.test.pass(Duration.ofDays(2));
		spend(USER, "assistant", "r1", TestBudget.MODEL, 2);
		List<DayUsage> days = this.test.reports.ofUser(this.test.tenant, USER, TODAY.minusDays(30), TODAY.plusDays(2));
		assertThat(days).extracting(DayUsage::day).containsExactly(TODAY, TODAY.plusDays(2));
		assertThat(days).extracting(DayUsage::runs).containsExactly(1L, 0L);
	}

	@Test
	void anOverriddenLimitIsTheDaysLimit() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 1);
		this.test.budgets.overrideToday(this.test.tenant, USER, 77 * COIN);
		assertThat(ofUser(USER).getFirst().ledger().limitNano()).isEqualTo(77 * COIN);
	}

	@Test
	void anEarlierDaysLimitIsTheOneThatWasInForce() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 1);
		this.test.pass(Duration.ofDays(1));
		spend(USER, "assistant", "r2", TestBudget.MODEL, 1);
		this.test.budgets.overrideToday(this.test.tenant, USER, 77 * COIN);
		this.test.pass(Duration.ofDays(1));
		assertThat(this.test.reports.ofUser(this.test.tenant, USER, TODAY, TODAY.plusDays(1)))
			.extracting((day) -> day.ledger().limitNano())
			.containsExactly(10_000 * COIN, 77 * COIN);
		assertThat(this.test.reports.ofTenant(this.test.tenant, TODAY, TODAY))
			.extracting((day) -> day.ledger().limitNano())
			.containsOnlyNulls();
	}

	@Test
	void whoSpentMostComesFirst() {
		spend(USER, "assistant", "r1", TestBudget.MODEL, 30);
		spend(OTHER, "assistant", "r2", TestBudget.MODEL, 40);
		assertThat(this.test.reports.topSpenders(this.test.tenant, TODAY, 5))
			.containsExactly(new Spender(OTHER, 40 * COIN), new Spender(USER, 30 * COIN));
		assertThat(this.test.reports.topSpenders(this.test.tenant, TODAY, 1))
			.containsExactly(new Spender(OTHER, 40 * COIN));
	}

	@Test
	void whoSpentMostOnSeveralDaysNeedNotBeFirstOnAny() {
		UserTag steady = new UserTag("11111111111111111111111111111111");
		spend(USER, "assistant", "r1", TestBudget.MODEL, 50);
		spend(steady, "assistant", "r2", TestBudget.MODEL, 40);
		this.test.pass(Duration.ofDays(1));
		spend(OTHER, "assistant", "r3", TestBudget.MODEL, 50);
		spend(steady, "assistant", "r4", TestBudget.MODEL, 40);
		assertThat(this.test.reports.topSpenders(this.test.tenant, List.of(TODAY, TODAY.plusDays(1)), 2))
			.containsExactly(new Spender(steady, 80 * COIN), new Spender(USER, 50 * COIN));
	}

	@Test
	void spendersOfSeveralDaysAreSummedHoweverManyThereAre() {
		for (int day = 0; day < 2; day++) {
			this.test.populate(TODAY.plusDays(day), 2_500);
		}
		List<Spender> top = this.test.reports.topSpenders(this.test.tenant, List.of(TODAY, TODAY.plusDays(1)), 1_000);
		assertThat(top).hasSize(1_000);
		assertThat(top.getFirst()).isEqualTo(new Spender(new UserTag("%032x".formatted(2_500)), 7_000));
		assertThat(top.getLast().spentNano()).isEqualTo(2 * 2_501);
	}

	@Test
	void todayIsInTheReportBeforeAnythingIsSpent() {
		assertThat(ofUser(USER)).containsExactly(
				new DayUsage(TODAY, new Ledger("user:" + USER, 10_000 * COIN, 0, 0), 0, 0, Map.of(), Map.of()));
		assertThat(this.test.reports.ofUser(this.test.tenant, USER, TODAY.minusDays(2), TODAY.minusDays(1))).isEmpty();
		assertThat(this.test.reports.today(this.test.tenant)).isEqualTo(TODAY);
	}

	@Test
	void aListOfSpendersHasItsBounds() {
		assertThat(this.test.reports.topSpenders(this.test.tenant, TODAY, 1_000)).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.test.reports.topSpenders(this.test.tenant, TODAY, 0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.test.reports.topSpenders(this.test.tenant, TODAY, 1_001));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.test.reports.topSpenders(this.test.tenant, List.of(), 1_001));
	}

	@Test
	void aPeriodIsAtMostAYear() {
		assertThat(this.test.reports.ofUser(this.test.tenant, USER, TODAY.minusDays(365), TODAY)).hasSize(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.test.reports.ofUser(this.test.tenant, USER, TODAY.minusDays(366), TODAY));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.test.reports.ofTenant(this.test.tenant, TODAY, TODAY.minusDays(1)));
	}

	private List<DayUsage> ofUser(UserTag user) {
		return this.test.reports.ofUser(this.test.tenant, user, TODAY, TODAY);
	}

	private void spend(UserTag user, @Nullable String agent, String run, String model, long tokens) {
		Payer payer = new Payer(this.test.tenant, user, null, agent, run, 1, NanoUsd.MAX);
		Grant grant = this.test.budgets
			.reserve(new Reservation(payer, model, 1, ++this.calls, 0, tokens, Deadline.after(Duration.ofSeconds(9))));
		this.test.budgets.settle(TestBudget.used(grant, tokens));
	}

}
