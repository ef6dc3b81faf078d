package dev.agentservice.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The arguments of a script: name, value, name, value, …
 */
final class Arguments {

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
		return with("settle", settlement.grant().reservation().id()).with("actual", settlement.costNano())
			.with("unreported", settlement.reported() ? 0 : settlement.costNano());
	}

	List<Object> values() {
		return this.values;
	}

}
