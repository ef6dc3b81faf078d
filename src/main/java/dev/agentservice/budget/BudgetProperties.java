package dev.agentservice.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

import dev.agentservice.budget.price.HostedPrice;
import dev.agentservice.budget.price.Price;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of money. They fail closed: without Redis nothing can be charged, so no model is
 * called (503 {@code budget_unavailable}).
 *
 * @param userDailyUsd what one user may spend in a day, in USD; an operator can replace
 * it for one user and today
 * @param taskUsd what one run may spend, in USD, over all its attempts; an agent or a
 * request can only lower it
 * @param tenantDailyUsd what all users of a tenant together may spend in a day, in USD;
 * no limit if absent, and then each credential that names its users needs a ceiling
 * @param agentDailyUsd what one agent may spend in a day within a tenant, in USD; no
 * limit if absent
 * @param zone the time zone in which a day begins
 * @param reservationTtl after this long a reservation nobody settled is charged in full;
 * longer than the longest model call
 * @param minimumOutputTokens a call whose output cap would have to shrink below this is
 * not made
 * @param retention how long a day's ledgers and reports are kept
 * @param runRetention how long a run's ledger is kept after its last use; at least as
 * long as a run may have another attempt, or its cap starts anew
 * @param closedRetention how long a closed reservation is kept: for so long settling it
 * again does nothing
 * @param prices prices in USD per million tokens that replace or complete
 * {@code prices.yaml}, by {@code "[provider/model]"}
 * @param hostedPrices prices of tools that run at providers, which replace or complete
 * {@code prices.yaml}, by {@code "[provider/tool]"}
 */
@Validated
@ConfigurationProperties("agent-service.budget")
public record BudgetProperties(@DefaultValue("10.00") @DecimalMin("0") @DecimalMax("4000000") BigDecimal userDailyUsd,
		@DefaultValue("1.00") @DecimalMin("0") @DecimalMax("4000000") BigDecimal taskUsd,
		@DecimalMin("0") @DecimalMax("4000000") @Nullable BigDecimal tenantDailyUsd,
		@DecimalMin("0") @DecimalMax("4000000") @Nullable BigDecimal agentDailyUsd, @DefaultValue("UTC") ZoneId zone,
		@DefaultValue("5m") @DurationMin(seconds = 1) Duration reservationTtl,
		@DefaultValue("16") @Min(1) @Max(100_000) int minimumOutputTokens,
		@DefaultValue("35d") @DurationMin(days = 1) Duration retention,
		@DefaultValue("15d") @DurationMin(hours = 1) Duration runRetention,
		@DefaultValue("2d") @DurationMin(hours = 1) Duration closedRetention, @DefaultValue Map<String, Price> prices,
		@DefaultValue Map<String, HostedPrice> hostedPrices) {

}
