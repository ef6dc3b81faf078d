package dev.agentservice.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.budget.Limits.ScopeLimit;

/**
 * The arguments of a script: name, value, name, value, …
 */
final class Arguments {

	/**
	 * Work outside any agent, such as a search, has one attempt that lasts minutes, and
	 * what could not be settled is tried again for an hour.
	 */
	private static final Duration ONE_ATTEMPT = Duration.ofHours(2);

	private final List<Object> values = new ArrayList<>();

	Arguments with(String name, Object value) {
		this.values.add(name);
		this.values.add(value);
		return this;
	}

	Arguments with(List<ScopeLimit> scopes) {
		with("scopes", scopes.stream().map(ScopeLimit::scope).collect(Collectors.joining(" ")));
		for (ScopeLimit scope : scopes) {
			if (scope.limitNano() != null) {
				with("limit:" + scope.scope(), scope.limitNano());
			}
		}
		return this;
	}

	Arguments with(Settlement settlement) {
		return with(settlement.grant().reservation().payer()).with("settle", settlement.grant().reservation().id())
			.with("actual", settlement.costNano())
			.with("unreported", settlement.reported() ? 0 : settlement.costNano());
	}

	/**
	 * Says that its run's books and reservations are kept briefly, if it cannot have
	 * another attempt.
	 */
	Arguments with(Payer payer) {
		return (payer.agent() != null) ? this : with("brief", payer.run()).with("brief_ttl", ONE_ATTEMPT.toMillis());
	}

	List<Object> values() {
		return this.values;
	}

}
