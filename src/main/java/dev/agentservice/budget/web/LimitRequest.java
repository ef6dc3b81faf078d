package dev.agentservice.budget.web;

import java.math.BigDecimal;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /ops/budgets/{tenant}/{user}}.
 *
 * @param limitUsd what the user may spend today in all, in USD
 * @param reason why, for the audit log
 */
record LimitRequest(
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0", maximum = "4000000",
				description = "What the user may spend today in all; at most 9 decimals.",
				example = "25.00") BigDecimal limitUsd,
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 256,
				description = "Kept in the audit log, also when the user is erased: name nobody in it.",
				example = "Month-end closing, ticket 4711") String reason) {

	private static final int MAX_REASON = 256;

	private static final int MAX_DECIMALS = 9;

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static LimitRequest parse(JsonFields fields) {
		BigDecimal limit = limit(fields);
		String reason = fields.requiredText("reason", Integer.MAX_VALUE);
		if (Text.length(reason) > MAX_REASON) {
			fields.reject("reason", "must be at most " + MAX_REASON + " characters long");
		}
		fields.finish();
		return new LimitRequest(limit, reason);
	}

	/** Checked before any arithmetic, which 1e-999999999 would keep busy for long. */
	private static BigDecimal limit(JsonFields fields) {
		@Nullable BigDecimal limit = fields.requiredNumber("limit_usd", BigDecimal.ZERO, NanoUsd.toUsd(NanoUsd.MAX));
		if (limit == null) {
			return BigDecimal.ZERO;
		}
		if (limit.stripTrailingZeros().scale() > MAX_DECIMALS) {
			fields.reject("limit_usd", "must have at most " + MAX_DECIMALS + " decimals");
		}
		return limit;
	}

}
