package dev.agentservice.budget;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LateSettlementsTests {

	private final List<Settlement> told = new CopyOnWriteArrayList<>();

	private final AtomicInteger tries = new AtomicInteger();

	private volatile int failures;

	@Test
	void aSettlementIsToldAgainUntilRedisAnswers() {
		this.failures = 3;
		try (LateSettlements late = late(Duration.ofMillis(1))) {
			Settlement settlement = settlement(1);
			late.add(settlement);
			await().until(() -> !late.contains("r/1/1/1"));
			assertThat(this.told).containsExactly(settlement);
			assertThat(this.tries).hasValue(4);
		}
	}

	@Test
	void aReservationIsHeldUntilItIsSettled() {
		try (LateSettlements late = late(Duration.ofMinutes(1))) {
			late.add(settlement(1));
			assertThat(late.contains("r/1/1/1")).isTrue();
			assertThat(late.contains("r/1/1/2")).isFalse();
			assertThat(this.tries).hasValue(0);
		}
	}

	@Test
	void ofTwoSettlementsOfOneReservationTheFirstCounts() {
		try (LateSettlements late = late(Duration.ofMillis(200))) {
			Settlement first = settlement(1);
			late.add(first);
			late.add(settlement(1));
			late.add(settlement(2));
			await().until(() -> this.told.size() == 2);
			assertThat(this.told).extracting((told) -> told.grant().reservation().call())
				.containsExactlyInAnyOrder(1, 2);
			assertThat(this.told).contains(first);
		}
	}

	@Test
	void theDelayGrowsWithEveryTry() {
		this.failures = 4;
		long start = System.nanoTime();
		try (LateSettlements late = late(Duration.ofMillis(20))) {
			late.add(settlement(1));
			await().pollInterval(Duration.ofMillis(5)).until(() -> !late.contains("r/1/1/1"));
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(20 + 40 + 80 + 160));
	}

	@Test
	void aScriptThatFailsIsNotTriedAgain() {
		LateSettlements late = new LateSettlements((_) -> {
			this.tries.incrementAndGet();
			throw new IllegalStateException("a defect");
		}, Duration.ofMillis(1));
		late.add(settlement(1));
		await().until(() -> !late.contains("r/1/1/1"));
		assertThat(this.tries).hasValue(1);
	}

	@Test
	void afterTheEndNothingIsToldAnyMore() {
		LateSettlements late = late(Duration.ofMillis(50));
		late.add(settlement(1));
		late.close();
		await().pollDelay(Duration.ofMillis(150)).until(() -> true);
		assertThat(this.tries).hasValue(0);
	}

	private LateSettlements late(Duration firstDelay) {
		return new LateSettlements((settlement) -> {
			if (this.tries.incrementAndGet() <= this.failures) {
				throw new StoreUnavailableException("budget-settle", new TimeoutException());
			}
			this.told.add(settlement);
		}, firstDelay);
	}

	private static Settlement settlement(int call) {
		Payer payer = new Payer("t", TestBudget.USER, "k", "a", "r", 1, 0);
		Reservation reservation = new Reservation(payer, TestBudget.MODEL, 1, call, 0, 1, new Deadline(0));
		return new Grant(reservation, TestBudget.PRICES.of(TestBudget.MODEL), TestBudget.COIN, 1, TestBudget.COIN)
			.used(new Tokens(0, 0, 0, 1));
	}

}
