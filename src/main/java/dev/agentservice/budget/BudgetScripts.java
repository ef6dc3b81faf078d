package dev.agentservice.budget;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

import dev.agentservice.budget.Limits.ScopeLimit;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs the budget's scripts. Waiting for an answer cannot be interrupted (the store's
 * time-out bounds it): a cancelled run must know what it has reserved to give it back.
 */
final class BudgetScripts {

	/** The fragment that tells scripts the time: by the clock of Redis. */
	static final String REDIS_TIME = "fragment/clock";

	/** So that a reservation that finds many overdue ones does not hold up Redis. */
	private static final int SWEEP_LIMIT = 20;

	/** About how many spenders one script reads: few enough to hold nobody up. */
	private static final int SCAN_COUNT = 1_000;

	private final RedisStore store;

	private final BudgetProperties properties;

	private final BudgetCalendar calendar;

	private final Clock clock;

	private final RedisClock redisClock = new RedisClock();

	private final LuaScript<List<@Nullable Object>> reserve;

	private final LuaScript<List<@Nullable Object>> settle;

	private final LuaScript<List<@Nullable Object>> look;

	private final LuaScript<List<@Nullable Object>> override;

	private final LuaScript<List<@Nullable Object>> usage;

	private final LuaScript<List<@Nullable Object>> spenders;

	private final LuaScript<List<@Nullable Object>> scanSpenders;

	/**
	 * Loads the scripts.
	 * @param store where they run
	 * @param properties how long things are kept
	 * @param clock says roughly what year it is, see {@link BudgetCalendar}
	 * @param time the script fragment that tells the time
	 */
	BudgetScripts(RedisStore store, BudgetProperties properties, Clock clock, String time) {
		this.store = store;
		this.properties = properties;
		this.calendar = new BudgetCalendar(properties.zone());
		this.clock = clock;
		this.reserve = load(time, "budget/budget-reserve");
		this.settle = load(time, "budget/budget-settle");
		this.look = load(time, "budget/budget-look");
		this.override = load(time, "budget/budget-override");
		this.usage = load(time, "budget/budget-usage");
		this.spenders = load(time, "budget/budget-spenders");
		this.scanSpenders = load(time, "budget/budget-scan-spenders");
	}

	/** A deadline by the clock that the scripts go by. */
	long notAfter(Deadline deadline) {
		return this.redisClock.at(deadline);
	}

	/** How long the day of an answer has still to go. */
	Duration untilReset(Answer answer) {
		return this.calendar.untilEnd(answer.day(), answer.now());
	}

	Answer reserve(String tenant, Arguments arguments) {
		return run(this.reserve, tenant,
				arguments.with("ttl", this.properties.reservationTtl().toMillis()).with("sweep_limit", SWEEP_LIMIT));
	}

	Answer settle(String tenant, Arguments arguments) {
		return run(this.settle, tenant, arguments);
	}

	Answer look(String tenant, List<ScopeLimit> scopes) {
		return run(this.look, tenant, new Arguments().with(scopes));
	}

	/** The same; if the tenant is being erased, it is noted that this user came. */
	Answer look(String tenant, List<ScopeLimit> scopes, String comer) {
		return run(this.look, tenant, new Arguments().with(scopes).with("comer", comer));
	}

	Answer override(String tenant, String scope, long limitNano) {
		return run(this.override, tenant, new Arguments().with("scope", scope).with("limit", limitNano));
	}

	Answer usage(String tenant, String scope, String days) {
		return run(this.usage, tenant, new Arguments().with("scope", scope).with("days", days));
	}

	Answer spenders(String tenant, String day, int count) {
		return run(this.spenders, tenant, new Arguments().with("day", day).with("count", count));
	}

	Answer scanSpenders(String tenant, String day, String cursor) {
		return run(this.scanSpenders, tenant,
				new Arguments().with("day", day).with("cursor", cursor).with("count", SCAN_COUNT));
	}

	/** How long a run's ledger is kept after its last use. */
	Duration ledgerLifetime() {
		return this.properties.runRetention();
	}

	private Answer run(LuaScript<List<@Nullable Object>> script, String tenant, Arguments arguments) {
		Payer.checkName(tenant);
		arguments.with("zone", this.calendar.offsetsAround(this.clock.instant()))
			.with("day_ttl", this.properties.retention().toMillis())
			.with("run_ttl", this.properties.runRetention().toMillis())
			.with("closed_ttl", this.properties.closedRetention().toMillis());
		try {
			List<String> keys = List.of("as:{" + tenant + "}:reservations");
			Answer answer = Answer.of(this.store.runAsync(script, keys, arguments.values()).join());
			answer.optional("now").ifPresent(this.redisClock::observed);
			return answer;
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private static LuaScript<List<@Nullable Object>> load(String time, String script) {
		return LuaScript.list(time, "budget/budget-calendar", "budget/budget-books", script);
	}

}
