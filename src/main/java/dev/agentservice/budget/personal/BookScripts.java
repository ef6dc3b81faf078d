package dev.agentservice.budget.personal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import dev.agentservice.budget.BudgetCalendar;
import dev.agentservice.budget.BudgetProperties;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What becomes of a user's books: each method is one script. What is asked and what is
 * answered stands at the head of each.
 */
@Component
class BookScripts {

	private static final String CLOCK = "fragment/clock";

	private static final String CALENDAR = "budget/budget-calendar";

	private static final String RENAME = "budget/budget-rename";

	private static final LuaScript<List<@Nullable Object>> DAYS = LuaScript.list(CLOCK, CALENDAR, RENAME,
			"budget/budget-forget-days");

	private static final LuaScript<Long> RUNS = LuaScript.number("budget/budget-forget-runs");

	private static final LuaScript<Long> RESERVATIONS = LuaScript.number(CLOCK, CALENDAR,
			"budget/budget-forget-reservations");

	private static final int LOOKED_AT = 500;

	private final RedisStore redis;

	private final BudgetCalendar calendar;

	private final long days;

	private final Clock clock = Clock.systemUTC();

	BookScripts(RedisStore redis, BudgetProperties properties) {
		this.redis = redis;
		this.calendar = new BudgetCalendar(properties.zone());
		this.days = properties.retention().toDays() + 2;
	}

	/**
	 * Gives the books of days before today a pseudonym.
	 * @param pseudonym the empty text to look only
	 * @param lastDay the last day that is the user's, or the empty text for today
	 */
	Days days(Subject subject, String pseudonym, String lastDay) {
		List<@Nullable Object> reply = this.redis.run(DAYS, keys(subject),
				List.of(zone(), subject.user(), pseudonym, lastDay, this.days));
		return new Days((String) Objects.requireNonNull(reply.get(0)), (Long) Objects.requireNonNull(reply.get(1)),
				"1".equals(reply.get(2)));
	}

	/** Counts the books of runs, and perhaps deletes them. */
	long runs(Subject subject, List<String> runs, boolean delete) {
		List<Object> args = new ArrayList<>(List.of(delete ? "1" : ""));
		args.addAll(runs);
		return this.redis.run(RUNS, keys(subject), args);
	}

	/** Some reservations of anybody in the user's tenant. */
	KeyPage reservations(Subject subject, String cursor) {
		try {
			return this.redis.scan("as:{" + subject.tenant() + "}:reservation:*", cursor, LOOKED_AT).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", ex);
		}
	}

	/** Forgets whose reservations these are, as far as they are the user's. */
	long forget(Subject subject, String pseudonym, List<String> reservations) {
		if (reservations.isEmpty()) {
			return 0;
		}
		List<Object> args = new ArrayList<>(List.of(zone(), subject.user(), pseudonym));
		args.addAll(reservations);
		return this.redis.run(RESERVATIONS, keys(subject), args);
	}

	/** When a day ends. */
	Instant endOf(String day) {
		return LocalDate.parse(day).plusDays(1).atStartOfDay(this.calendar.zone()).toInstant();
	}

	/** How long after that the last reservations of it are settled. */
	static Duration settled() {
		return Duration.ofMinutes(10);
	}

	private String zone() {
		return this.calendar.offsetsAround(this.clock.instant());
	}

	private static List<String> keys(Subject subject) {
		return List.of("as:{" + subject.tenant() + "}:reservations");
	}

	/**
	 * What there was of earlier days.
	 *
	 * @param today which day it is
	 * @param found how many books and entries
	 * @param kept whether today's books stay
	 */
	record Days(String today, long found, boolean kept) {

	}

}
