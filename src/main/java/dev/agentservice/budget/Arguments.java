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

	/** How long a run's books are kept after their last use, in ms. */
	static final String RUN_TTL = "run_ttl";

	/** How long a closed reservation is kept, in ms. */
	static final String CLOSED_TTL = "closed_ttl";

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
	 * Says how long the books of its run and its reservations are kept, if that is not as
	 * long as a run may have another attempt.
	 */
	Arguments with(Payer payer) {
		return (payer.agent() != null) ? this
				: with(RUN_TTL, ONE_ATTEMPT.toMillis()).with(CLOSED_TTL, ONE_ATTEMPT.toMillis());
	}

	/** Adds an argument, unless it was said before. */
	Arguments otherwise(String name, Object value) {
		for (int i = 0; i < this.values.size(); i += 2) {
			if (name.equals(this.values.get(i))) {
				return this;
			}
		}
		return with(name, value);
	}

	List<Object> values() {
		return this.values;
	}

}
