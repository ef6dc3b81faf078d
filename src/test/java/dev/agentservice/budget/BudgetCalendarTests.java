package dev.agentservice.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@OnSingleAndCluster
class BudgetCalendarTests {

	private final RedisTopology topology;

	BudgetCalendarTests(RedisTopology topology) {
		this.topology = topology;
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
			"Pacific/Kiritimati", "Pacific/Pago_Pago" })
	void redisNamesTheSameDaysAsJava(String zone) {
		Random random = new Random(zone.hashCode());
		for (int i = 0; i < 40; i++) {
			Instant instant = Instant
				.ofEpochMilli(random.nextLong(0, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli()));
			assertThat(dayOf(instant, zone, instant)).isEqualTo(LocalDate.ofInstant(instant, ZoneId.of(zone)));
		}
	}

	@Test
	void aDayBeginsAtMidnightOnBothSidesOfAChangeOfTheClocks() {
		for (String midnight : List.of("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-10-24T22:00:00Z",
				"2026-10-25T23:00:00Z")) {
			Instant instant = Instant.parse(midnight);
			LocalDate day = LocalDate.ofInstant(instant, ZoneId.of("Europe/Berlin"));
			assertThat(dayOf(instant, "Europe/Berlin", instant)).isEqualTo(day);
			assertThat(dayOf(instant.minusMillis(1), "Europe/Berlin", instant)).isEqualTo(day.minusDays(1));
		}
	}

	/**
	 * Chile puts its clocks back at midnight, so the last hour of the old day comes
	 * twice.
	 */
	@Test
	void theLastHourOfADayCanComeTwice() {
		Instant change = Instant.parse("2026-04-05T03:00:00Z");
		assertThat(dayOf(change.minusMillis(1), "America/Santiago", change)).isEqualTo("2026-04-04");
		assertThat(dayOf(change, "America/Santiago", change)).isEqualTo("2026-04-04");
		assertThat(dayOf(change.plusSeconds(3_600), "America/Santiago", change)).isEqualTo("2026-04-05");
	}

	@Test
	void aReplicaWhoseClockIsMonthsWrongNamesTheSameDay() {
		Instant summerNight = Instant.parse("2026-07-31T22:30:00Z");
		Instant winter = summerNight.minus(Duration.ofDays(200));
		assertThat(dayOf(summerNight, "Europe/Berlin", winter)).isEqualTo("2026-08-01");
	}

	@Test
	void leapDaysAreDays() {
		assertThat(dayOf(Instant.parse("2028-02-29T23:59:59.999Z"), "UTC", TestBudget.NOON)).isEqualTo("2028-02-29");
		assertThat(dayOf(Instant.parse("2028-03-01T00:00:00Z"), "UTC", TestBudget.NOON)).isEqualTo("2028-03-01");
	}

	@Test
	void offsetsAreListedWithTheInstantsTheyHoldFrom() {
		assertThat(new BudgetCalendar(ZoneOffset.UTC).offsetsAround(Instant.ofEpochSecond(40_000_000)))
			.isEqualTo("5440000:0");
		assertThat(new BudgetCalendar(ZoneId.of("Europe/Berlin")).offsetsAround(TestBudget.NOON)).isEqualTo(
				"1760875200:7200 1761440400:3600 1774746000:7200 1792890000:3600 1806195600:7200" + " 1824944400:3600");
	}

	@Test
	void aDayOfAChangeOfTheClocksHasItsOwnLength() {
		BudgetCalendar berlin = new BudgetCalendar(ZoneId.of("Europe/Berlin"));
		LocalDate day = LocalDate.parse("2026-10-25");
		assertThat(berlin.untilEnd(day, Instant.parse("2026-10-24T22:00:00Z"))).isEqualTo(Duration.ofHours(25));
	}

	private LocalDate dayOf(Instant instant, String zone, Instant wallClock) {
		try (TestBudget test = new TestBudget(this.topology.own(BudgetCalendarTests.class),
				TestBudget.properties("1", "1", null, null, ZoneId.of(zone)))) {
			test.at(instant);
			return test.scripts(Clock.fixed(wallClock, ZoneOffset.UTC)).look(test.tenant, List.of()).day();
		}
	}

}
