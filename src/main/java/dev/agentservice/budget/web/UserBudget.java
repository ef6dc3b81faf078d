package dev.agentservice.budget.web;

import java.math.BigDecimal;
import java.time.LocalDate;

import dev.agentservice.budget.DayLedger;
import dev.agentservice.budget.Ledger;
import dev.agentservice.budget.price.NanoUsd;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A user's budget of today, as operators see it.
 */
@Schema(name = "UserBudget", description = "A user's budget of today. All amounts are in USD.")
record UserBudget(
		@Schema(description = "The user's tag, as in the reports of the tenant.",
				example = "3f0c9a52d1b84e7796ad02c15be4f038") String user,
		@Schema(example = "2026-11-23") LocalDate day, @Schema(example = "25") @Nullable BigDecimal limitUsd,
		@Schema(example = "9.81") BigDecimal spentUsd,
		@Schema(description = "Put aside for calls under way.", example = "0.0125") BigDecimal reservedUsd,
		@Schema(example = "15.1775") BigDecimal leftUsd) {

	static UserBudget of(String tag, DayLedger today) {
		Ledger ledger = today.ledger();
		Long limit = ledger.limitNano();
		return new UserBudget(tag, today.day(), (limit != null) ? NanoUsd.toUsd(limit) : null,
				NanoUsd.toUsd(ledger.spentNano()), NanoUsd.toUsd(ledger.reservedNano()),
				NanoUsd.toUsd(ledger.leftNano()));
	}

}
