package dev.agentservice.budget;

import java.time.Clock;
import java.time.Duration;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class RedisClockTests {

	private final TestRedis redis;

	private final TestBudget test;

	RedisClockTests(RedisTopology topology) {
		this.redis = topology.own(RedisClockTests.class);
		this.test = new TestBudget(this.redis);
		// Another replica's call, so that Redis knows the scripts.
		try (Budgets other = this.test.budgets(this.test.scripts(Clock.systemUTC()))) {
			other.admit(this.test.payer("q", 1));
			other.reserve(this.test.call("q", 1, 20));
		}
	}

	@Test
	void beforeTheFirstAnswerEveryDeadlineHasPassed() {
		assertThat(new RedisClock().at(Deadline.after(Duration.ofHours(1)))).isZero();
	}

	@Test
	void aDeadlineIsToldByTheClockOfRedis() {
		RedisClock clock = new RedisClock();
		clock.observed(5_000_000);
		assertThat(clock.at(Deadline.after(Duration.ofSeconds(10)))).isBetween(5_009_990L, 5_070_000L);
		clock.observed(1_000);
		assertThat(clock.at(Deadline.after(Duration.ofSeconds(10)))).isBetween(10_990L, 71_000L);
	}

	@Test
	void theClockGoesOnBetweenTwoAnswers() {
		RedisClock clock = new RedisClock();
		clock.observed(5_000_000);
		Deadline now = Deadline.after(Duration.ZERO);
		await().pollDelay(Duration.ofMillis(50)).until(() -> clock.at(now) >= 5_000_050);
	}

	@Test
	void onlyTheFirstReservationOfAReplicaHasToLearnTheTime() {
		assertThat(scriptsFor(1)).isEqualTo(2);
		assertThat(scriptsFor(2)).isEqualTo(1);
	}

	@Test
	void anAdmissionTellsTheTimeToo() {
		this.test.budgets.admit(this.test.payer("r", 1));
		assertThat(scriptsFor(1)).isEqualTo(1);
	}

	@Test
	void aClockThatLeaptIsLearntAnew() {
		this.test.budgets.reserve(this.test.call("r", 1, 20));
		this.test.pass(Duration.ofHours(1));
		assertThat(this.test.budgets.reserve(this.test.call("r", 2, 20)).outputTokens()).isEqualTo(20);
	}

	@Test
	void whatIsReservedTooLateIsNotReserved() {
		this.test.budgets.reserve(this.test.call("r", 1, 20));
		this.test.pass(Duration.ofMinutes(1));
		Reservation late = new Reservation(this.test.payer("r", 1), TestBudget.MODEL, 1, 2, 0, 20,
				Deadline.after(Duration.ZERO));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.test.budgets.reserve(late))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.DEADLINE_EXCEEDED));
		assertThat(this.test.hash("reservation:r/1/1/2").fields()).isEmpty();
	}

	private long scriptsFor(int call) {
		long before = this.redis.scriptCount();
		this.test.budgets.reserve(this.test.call("r", call, 20));
		return this.redis.scriptCount() - before;
	}

}
