package dev.agentservice.budget;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * The configured limits, as they apply to a payer.
 */
record Limits(long userDaily, long task, @Nullable Long tenantDaily, @Nullable Long agentDaily) {

	static Limits of(BudgetProperties properties) {
		return new Limits(NanoUsd.of(properties.userDailyUsd()), NanoUsd.of(properties.taskUsd()),
				nano(properties.tenantDailyUsd()), nano(properties.agentDailyUsd()));
	}

	/**
	 * Every scope that a payer's calls are charged to. Where two are equally short of
	 * money the first one is named, so those that last longest come first.
	 */
	List<ScopeLimit> of(Payer payer) {
		List<ScopeLimit> scopes = new ArrayList<>(4);
		scopes.add(user(payer.user()));
		if (payer.agent() != null) {
			scopes.add(new ScopeLimit("agent:" + payer.agent(), this.agentDaily));
		}
		scopes.add(tenant());
		scopes.add(new ScopeLimit("run:" + payer.run(), Math.min(this.task, payer.taskLimitNano())));
		return scopes;
	}

	ScopeLimit user(UserTag user) {
		return new ScopeLimit("user:" + user.value(), this.userDaily);
	}

	ScopeLimit tenant() {
		return new ScopeLimit("tenant", this.tenantDaily);
	}

	private static @Nullable Long nano(@Nullable BigDecimal usd) {
		return (usd != null) ? NanoUsd.of(usd) : null;
	}

}
