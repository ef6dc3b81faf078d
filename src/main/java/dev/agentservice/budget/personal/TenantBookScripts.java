package dev.agentservice.budget.personal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.budget.BudgetCalendar;
import dev.agentservice.budget.BudgetProperties;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What becomes of the books of a whole tenant: each method is one script, or one look
 * through some keys.
 */
@Component
class TenantBookScripts {

	private static final String CLOCK = "fragment/clock";

	private static final String CALENDAR = "budget/budget-calendar";

	private static final String RENAME = "budget/budget-rename";

	private static final LuaScript<List<@Nullable Object>> CLOSE = LuaScript.list(CLOCK, CALENDAR,
			"budget/budget-books", "budget/budget-close");

	private static final LuaScript<List<@Nullable Object>> FORGET = LuaScript.list(CLOCK, CALENDAR, RENAME,
			"budget/budget-forget-tenant");

	private static final LuaScript<List<@Nullable Object>> SPENDERS = LuaScript.list(CLOCK, CALENDAR, RENAME,
			"budget/budget-forget-spenders");

	private static final int LOOKED_AT = 500;

	/** Merging the books of one user takes Redis some 50 µs. */
	private static final int AT_ONCE = 20;

	private static final int SWEPT_AT_ONCE = 20;

	private static final long PATIENCE_MILLIS = 5_000;

	private final RedisStore redis;

	private final BudgetCalendar calendar;

	private final BudgetProperties properties;

	private final Clock clock = Clock.systemUTC();

	TenantBookScripts(RedisStore redis, BudgetProperties properties) {
		this.redis = redis;
		this.calendar = new BudgetCalendar(properties.zone());
		this.properties = properties;
	}

	/** Charges what nobody settles in time; answers with how many may still be. */
	long close(String tenant) {
		List<@Nullable Object> reply = this.redis.run(CLOSE, keys(tenant),
				List.of("zone", zone(), "day_ttl", this.properties.retention().toMillis(), "run_ttl",
						this.properties.runRetention().toMillis(), "closed_ttl",
						this.properties.closedRetention().toMillis(), "sweep_limit", SWEPT_AT_ONCE));
		for (int i = 0; i < reply.size(); i += 2) {
			if ("open".equals(reply.get(i))) {
				return Long.parseLong(String.valueOf(reply.get(i + 1)));
			}
		}
		throw new IllegalStateException("budget-close does not say how many are open");
	}

	/** Some keys below the tenant's hash tag. */
	KeyPage keys(String tenant, String pattern, String cursor) {
		try {
			return this.redis.scan("as:{" + tenant + "}:" + pattern, cursor, LOOKED_AT)
				.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", ex);
		}
	}

	/**
	 * Takes users and runs out of some books.
	 * @param lastDay the last day that is the erased users', or the empty text for today
	 */
	Forgotten forget(String tenant, String pseudonym, String lastDay, List<String> books) {
		String today = "";
		long found = 0;
		boolean kept = false;
		boolean open = false;
		for (int from = 0; from == 0 || from < books.size(); from += AT_ONCE) {
			List<Object> args = new ArrayList<>(List.of(zone(), pseudonym, lastDay));
			args.addAll(books.subList(from, Math.min(from + AT_ONCE, books.size())));
			List<@Nullable Object> reply = this.redis.run(FORGET, keys(tenant), args);
			today = (String) Objects.requireNonNull(reply.get(0));
			found += (Long) Objects.requireNonNull(reply.get(1));
			kept |= "1".equals(reply.get(2));
			open |= !Long.valueOf(0).equals(reply.get(3));
		}
		return new Forgotten(today, found, kept, open);
	}

	/**
	 * Takes users off the lists of earlier days who have no books there any more.
	 * @param pseudonym the empty text to look only
	 */
	long spenders(String tenant, String pseudonym, String lastDay) {
		long found = 0;
		for (int day = 0; day <= this.properties.retention().toDays() + 2; day++) {
			long skip = 0;
			while (skip >= 0) {
				List<@Nullable Object> reply = this.redis.run(SPENDERS, keys(tenant),
						List.of(zone(), pseudonym, lastDay, day, skip));
				found += (Long) Objects.requireNonNull(reply.get(0));
				skip = (Long) Objects.requireNonNull(reply.get(1));
			}
		}
		return found;
	}

	/** Whether a day is over, by the clock of this replica. */
	boolean isOver(String day) {
		return LocalDate.parse(day).isBefore(LocalDate.ofInstant(this.clock.instant(), this.calendar.zone()));
	}

	/** When a day ends. */
	Instant endOf(String day) {
		return LocalDate.parse(day).plusDays(1).atStartOfDay(this.calendar.zone()).toInstant();
	}

	/** Until when a day's books are kept that were written just now. */
	Instant endOfBooks() {
		return this.clock.instant().plus(this.properties.retention());
	}

	private String zone() {
		return this.calendar.offsetsAround(this.clock.instant());
	}

	private static List<String> keys(String tenant) {
		return List.of("as:{" + tenant + "}:reservations");
	}

	/**
	 * What there was.
	 *
	 * @param today which day it is
	 * @param found how many books
	 * @param kept whether there are books of a user of today
	 * @param open whether some stay because a call is under way
	 */
	record Forgotten(String today, long found, boolean kept, boolean open) {

	}

}
