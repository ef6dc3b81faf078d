package dev.agentservice.flag.web;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Gives a variant to some; what is not said fits everybody.
 *
 * @param tenants names of tenants
 * @param users tags of users
 * @param agents names of agents
 * @param percentage how many of the users that fit
 * @param variant what they get
 */
@Schema(name = "FlagRule", description = "Gives a variant to some. What is not said fits everybody.")
record FlagRuleRequest(@Schema(example = "[\"acme\"]") Set<String> tenants,
		@Schema(description = "Tags of users, as `GET /ops/budgets/{tenant}/{user}` tells them.",
				example = "[\"3f0c9a52d1b84e7796ad02c15be4f038\"]") Set<String> users,
		@Schema(example = "[\"assistant\"]") Set<String> agents,
		@Schema(minimum = "0", maximum = "100", defaultValue = "100",
				description = "How many of the users that fit, by a stable hash; at most 2 decimals.",
				example = "12.5") BigDecimal percentage,
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, types = {
				"boolean", "string" }, description = "What they get: `true` or `false`, or the name of a variant.",
				example = "turbo") String variant){

	private static final int MAX_NAMES = 200;

	private static final int MAX_DECIMALS = 2;

	private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

	private static final Pattern AGENT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

	private static final BigDecimal ALL = BigDecimal.valueOf(100);

	static FlagRuleRequest parse(JsonFields fields) {
		Set<String> tenants = fields
			.optionalTexts("tenants", MAX_NAMES, PrincipalName::isValid, PrincipalName.EXPECTATION)
			.stream()
			.flatMap((name) -> PrincipalName.of(name).stream())
			.collect(Collectors.toSet());
		Set<String> users = fields.optionalTexts("users", MAX_NAMES, (tag) -> TAG.matcher(tag).matches(),
				"a user's tag, 32 hexadecimal digits in lower case");
		Set<String> agents = fields.optionalTexts("agents", MAX_NAMES, (name) -> AGENT.matcher(name).matches(),
				"the name of an agent");
		BigDecimal percentage = percentage(fields);
		String variant = FlagRequest.variant(fields, "variant");
		fields.unknown().forEach((name) -> fields.reject(name, "is not a known field"));
		return new FlagRuleRequest(tenants, users, agents, percentage, variant);
	}

	FlagRule toRule() {
		return new FlagRule(this.tenants, this.users, this.agents, FlagRule.share(this.percentage), this.variant);
	}

	/** Checked before any arithmetic, which 1e-999999999 would keep busy for long. */
	private static BigDecimal percentage(JsonFields fields) {
		BigDecimal percentage = Objects.requireNonNullElse(fields.optionalNumber("percentage", BigDecimal.ZERO, ALL),
				ALL);
		if (percentage.stripTrailingZeros().scale() > MAX_DECIMALS) {
			fields.reject("percentage", "must have at most " + MAX_DECIMALS + " decimals");
			return ALL;
		}
		return percentage;
	}

}
