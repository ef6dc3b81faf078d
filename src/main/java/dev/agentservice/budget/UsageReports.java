package dev.agentservice.budget;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.agentservice.budget.Limits.ScopeLimit;
import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * Where the money went: by day, model and agent, for a user or a whole tenant.
 */
public final class UsageReports {

	/** The longest period of one report, in days. */
	public static final int LONGEST = 366;

	/** The longest list of spenders. */
	public static final int MOST = 1_000;

	private final BudgetScripts scripts;

	private final Limits limits;

	private final ZoneId zone;

	UsageReports(BudgetScripts scripts, Limits limits, ZoneId zone) {
		this.scripts = scripts;
		this.limits = limits;
		this.zone = zone;
	}

	/** The time zone of all days. */
	public ZoneId zone() {
		return this.zone;
	}

	/**
	 * Which day it is, by the clock of Redis.
	 * @param tenant the tag of any tenant
	 */
	public LocalDate today(String tenant) {
		return this.scripts.look(tenant, List.of()).day();
	}

	/**
	 * What one user spent.
	 * @param tenant the tenant's tag
	 * @param user the user's tag
	 * @param from the first day, in the configured zone
	 * @param to the last day, at most {@link #LONGEST} days in all
	 * @return the days on which there was anything, and today, in order
	 */
	public List<DayUsage> ofUser(String tenant, UserTag user, LocalDate from, LocalDate to) {
		return of(tenant, this.limits.user(user), from, to);
	}

	/**
	 * What all users of a tenant spent.
	 * @param tenant the tenant's tag
	 * @param from the first day, in the configured zone
	 * @param to the last day, at most {@link #LONGEST} days in all
	 * @return the days on which there was anything, and today, in order
	 */
	public List<DayUsage> ofTenant(String tenant, LocalDate from, LocalDate to) {
		return of(tenant, this.limits.tenant(), from, to);
	}

	/**
	 * Who spent most on a day.
	 * @param tenant the tenant's tag
	 * @param day the day, in the configured zone
	 * @param count how many at most, from 1 to {@link #MOST}
	 * @return the users, the largest first
	 */
	public List<Spender> topSpenders(String tenant, LocalDate day, int count) {
		checkCount(count);
		List<Spender> spenders = new ArrayList<>();
		this.scripts.spenders(tenant, day.toString(), count)
			.fields()
			.forEach((user, spent) -> spenders.add(new Spender(new UserTag(user), Long.parseLong(spent))));
		return spenders;
	}

	/**
	 * Who spent most on some days together.
	 * @param tenant the tenant's tag
	 * @param days the days, in the configured zone
	 * @param count how many at most, from 1 to {@link #MOST}
	 * @return the users, the largest first
	 */
	public List<Spender> topSpenders(String tenant, Collection<LocalDate> days, int count) {
		checkCount(count);
		return (days.size() == 1) ? topSpenders(tenant, days.iterator().next(), count)
				: new SpenderTotals(this.scripts, tenant, days).top(count);
	}

	private static void checkCount(int count) {
		if (count < 1 || count > MOST) {
			throw new IllegalArgumentException("From 1 to " + MOST + " users can be listed");
		}
	}

	private List<DayUsage> of(String tenant, ScopeLimit scope, LocalDate from, LocalDate to) {
		if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= LONGEST) {
			throw new IllegalArgumentException("A period begins before it ends and has at most " + LONGEST + " days");
		}
		SortedMap<LocalDate, Answer> days = read(tenant, scope, from, to);
		Answer now = this.scripts.look(tenant, List.of(scope));
		if (!now.day().isBefore(from) && !now.day().isAfter(to)) {
			days.putIfAbsent(now.day(), new Answer(Map.of()));
		}
		List<DayUsage> usage = new ArrayList<>();
		days.forEach((day, books) -> usage
			.add(day(day, scope, day.equals(now.day()) ? now.ledger(scope.scope()).limitNano() : limit(books), books)));
		return usage;
	}

	private SortedMap<LocalDate, Answer> read(String tenant, ScopeLimit scope, LocalDate from, LocalDate to) {
		String period = from.datesUntil(to.plusDays(1)).map(LocalDate::toString).collect(Collectors.joining(" "));
		SortedMap<LocalDate, Answer> days = new TreeMap<>();
		this.scripts.usage(tenant, scope.scope(), period).fields().forEach((name, value) -> {
			int blank = name.indexOf(' ');
			days.computeIfAbsent(LocalDate.parse(name.substring(0, blank)), (_) -> new Answer(new TreeMap<>()))
				.fields()
				.put(name.substring(blank + 1), value);
		});
		return days;
	}

	/** The limit that was noted when something was last reserved. */
	private static @Nullable Long limit(Answer books) {
		return books.has("override") ? books.numberOrNull("override") : books.numberOrNull("limit");
	}

	private static DayUsage day(LocalDate day, ScopeLimit scope, @Nullable Long limit, Answer books) {
		return new DayUsage(day, new Ledger(scope.scope(), limit, books.count("spent"), books.count("reserved")),
				books.count("unreported"), books.count("runs"), section(books, "model:"), section(books, "agent:"));
	}

	private static Map<String, Long> section(Answer books, String prefix) {
		Map<String, Long> section = new TreeMap<>();
		books.fields().forEach((name, value) -> {
			if (name.startsWith(prefix)) {
				section.put(name.substring(prefix.length()), Long.parseLong(value));
			}
		});
		return section;
	}

}
