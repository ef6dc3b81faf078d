package dev.agentservice.budget;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * What operators do with the limit of one user of their own tenant. Closed on failure: a
 * change that cannot be audited is not made.
 */
@Component
public final class UserLimits {

	/** What a change is called in the audit log. */
	public static final String ACTION = "budget.override";

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private final Budgets budgets;

	private final Audit audit;

	private final UserTags tags;

	UserLimits(Budgets budgets, Audit audit, UserTags tags) {
		this.budgets = budgets;
		this.audit = audit;
		this.tags = tags;
	}

	/** A user's ledger of today, also of one who has spent nothing yet. */
	public DayLedger today(Caller operator, String user) {
		return this.budgets.today(this.tags.ofTenant(operator.tenant()), tagOf(operator, user));
	}

	/**
	 * Replaces a user's limit for the rest of the day, after that was written to the
	 * audit log.
	 * @param operator who does it, in whose tenant the user is
	 * @param user the user's name
	 * @param limitUsd the new limit in USD, from 0 to 4,000,000
	 * @param reason why, for the audit log
	 * @return the user's ledger from now on
	 */
	public DayLedger replace(Caller operator, String user, BigDecimal limitUsd, String reason) {
		long limitNano = NanoUsd.of(limitUsd);
		Long before = today(operator, user).ledger().limitNano();
		UserTag tag = tagOf(operator, user);
		this.audit
			.record(AuditEntry.by(operator, ACTION, tag.value(), setting(before, null), setting(limitNano, reason)));
		return this.budgets.overrideToday(this.tags.ofTenant(operator.tenant()), tag, limitNano);
	}

	private UserTag tagOf(Caller operator, String user) {
		return this.tags.of(operator.tenant(), user);
	}

	private static String setting(@Nullable Long limitNano, @Nullable String reason) {
		Map<String, Object> setting = new LinkedHashMap<>();
		if (limitNano != null) {
			setting.put("limit_usd", NanoUsd.toUsd(limitNano));
		}
		if (reason != null) {
			setting.put("reason", reason);
		}
		return JSON.writeValueAsString(setting);
	}

}
