package dev.agentservice.budget;

import dev.agentservice.budget.price.Tokens;

/** Ends calls, for tests that see budgets from outside. */
public final class SettledCalls {

	private SettledCalls() {
	}

	/** The provider reported what the call used. */
	public static void used(Budgets budgets, Grant grant, Tokens tokens) {
		budgets.settle(grant.used(tokens));
	}

	/** The call broke off. */
	public static void unknown(Budgets budgets, Grant grant) {
		budgets.settle(grant.unknown());
	}

	/** The call was never made. */
	public static void unused(Budgets budgets, Grant grant) {
		budgets.settle(grant.unused());
	}

}
