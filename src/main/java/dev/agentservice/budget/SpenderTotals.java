package dev.agentservice.budget;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.identity.UserTag;

/**
 * Who spent most on several days together. Somebody can be first over a month without
 * being first on any day, so every spender of every day is looked at, in pieces that hold
 * Redis up for about a millisecond each.
 */
final class SpenderTotals {

	private static final Comparator<Spender> MOST_FIRST = Comparator.comparingLong(Spender::spentNano)
		.reversed()
		.thenComparing((spender) -> spender.user().value());

	private final BudgetScripts scripts;

	private final String tenant;

	private final Map<String, Long> totals = new HashMap<>();

	SpenderTotals(BudgetScripts scripts, String tenant, Collection<LocalDate> days) {
		this.scripts = scripts;
		this.tenant = tenant;
		days.forEach((day) -> spendersOf(day).forEach((user, spent) -> this.totals.merge(user, spent, Long::sum)));
	}

	/** The largest first. */
	List<Spender> top(int count) {
		return this.totals.entrySet()
			.stream()
			.map((total) -> new Spender(new UserTag(total.getKey()), total.getValue()))
			.sorted(MOST_FIRST)
			.limit(count)
			.toList();
	}

	/** One day alone, because a scan may name somebody twice. */
	private Map<String, Long> spendersOf(LocalDate day) {
		Map<String, Long> spenders = new HashMap<>();
		String cursor = "0";
		do {
			Answer some = this.scripts.scanSpenders(this.tenant, day.toString(), cursor);
			cursor = some.text("cursor");
			some.fields().forEach((name, value) -> {
				if (!"cursor".equals(name)) {
					spenders.put(name, Long.parseLong(value));
				}
			});
		}
		while (!"0".equals(cursor));
		return spenders;
	}

}
