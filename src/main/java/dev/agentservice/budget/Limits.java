package dev.agentservice.budget;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.ConfiguredCredential;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * The configured limits, as they apply to a payer.
 */
record Limits(long userDaily, long task, @Nullable Long tenantDaily, @Nullable Long agentDaily,
		Map<String, Long> credentialDaily) {

	/**
	 * The limits of the configuration.
	 * @throws IllegalStateException if a credential could spend without any
	 */
	static Limits of(BudgetProperties properties, Credentials credentials) {
		Map<String, Long> ceilings = new HashMap<>();
		for (ConfiguredCredential credential : credentials.all()) {
			demandLimit(credential, properties);
			BigDecimal ceiling = credential.ceiling().dailyUsd();
			if (ceiling != null) {
				ceilings.put(credential.name(), NanoUsd.of(ceiling));
			}
		}
		return new Limits(NanoUsd.of(properties.userDailyUsd()), NanoUsd.of(properties.taskUsd()),
				nano(properties.tenantDailyUsd()), nano(properties.agentDailyUsd()), Map.copyOf(ceilings));
	}

	/**
	 * The holder of a credential that names its users can invent them, and could spend
	 * the limit of one user any number of times.
	 */
	private static void demandLimit(ConfiguredCredential credential, BudgetProperties properties) {
		boolean limited = !credential.namesUsers() || properties.tenantDailyUsd() != null
				|| credential.ceiling().dailyUsd() != null || credential.ceiling().unlimited();
		if (!limited) {
			throw new IllegalStateException(credential.property() + " (" + credential.name()
					+ ") acts for any number of users, and nothing limits what they spend together: set "
					+ credential.property() + ".ceiling.daily-usd, or agent-service.budget.tenant-daily-usd; "
					+ credential.property() + ".ceiling.unlimited: true says that no limit is wanted");
		}
	}

	/**
	 * Every scope that a payer's calls are charged to. Where two are equally short of
	 * money the first one is named, so those that last longest come first.
	 */
	List<ScopeLimit> of(Payer payer) {
		List<ScopeLimit> scopes = new ArrayList<>(5);
		scopes.add(user(payer.user()));
		if (payer.agent() != null) {
			scopes.add(new ScopeLimit("agent:" + payer.agent(), this.agentDaily));
		}
		if (payer.credential() != null) {
			scopes
				.add(new ScopeLimit("credential:" + payer.credential(), this.credentialDaily.get(payer.credential())));
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

	/**
	 * A scope a call is charged to.
	 *
	 * @param scope its name in the books: {@code tenant}, {@code agent:<name>},
	 * {@code credential:<name>}, {@code user:<tag>} or {@code run:<id>}
	 * @param limitNano what it may spend, in nano-USD, or {@code null} if it is only
	 * counted
	 */
	record ScopeLimit(String scope, @Nullable Long limitNano) {

	}

}
