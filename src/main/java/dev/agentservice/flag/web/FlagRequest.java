package dev.agentservice.flag.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /ops/flags/{name}}.
 *
 * @param defaultVariant what those get whom no rule matches
 * @param variants more values, by name
 * @param rules who gets which variant
 * @param reason why, for the audit log
 */
@Schema(name = "FlagRequest")
record FlagRequest(@JsonProperty("default") @Schema(requiredMode = Schema.RequiredMode.REQUIRED, types = {
		"boolean", "string" },
		description = "What those get whom no rule matches: `true` or `false`, or the name of a variant.",
		example = "agent-file") String defaultVariant,
		@Schema(description = "More values of a string flag, by name; those that the configuration names are there anyway.",
				example = "{\"turbo\": \"openai/gpt-4-turbo\"}") Map<String, String> variants,
		@Schema(description = "The first that matches counts.") List<Rule> rules,
		@Schema(maxLength = 256, description = "Kept in the audit log: name nobody in it.",
				example = "Trying the new model, ticket 4711") @Nullable String reason){

	private static final int MAX_REASON = 256;

	private static final int MAX_RULES = 50;

	private static final int MAX_NAMES = 200;

	private static final int MAX_VARIANTS = 20;

	private static final int MAX_VARIANT = 64;

	private static final int MAX_VALUE = 256;

	private static final int MAX_DECIMALS = 2;

	private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

	private static final Pattern AGENT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static FlagRequest parse(JsonFields fields) {
		String defaultVariant = variant(fields, "default");
		Map<String, String> variants = fields.optionalPairs("variants", MAX_VARIANTS, MAX_VARIANT, MAX_VALUE);
		List<Rule> rules = fields.saysNothingBut("rules", "[]") ? List.of()
				: fields.optionalObjects("rules", MAX_RULES).stream().map(Rule::parse).toList();
		String reason = fields.optionalText("reason", Integer.MAX_VALUE);
		if (reason != null && Text.length(reason) > MAX_REASON) {
			fields.reject("reason", "must be at most " + MAX_REASON + " characters long");
		}
		fields.finish();
		return new FlagRequest(defaultVariant, variants, rules, reason);
	}

	FlagSetting toSetting() {
		return new FlagSetting(this.variants, this.defaultVariant, this.rules.stream().map(Rule::toRule).toList());
	}

	private static String variant(JsonFields fields, String name) {
		if (fields.isBoolean(name)) {
			return String.valueOf(fields.optionalBoolean(name));
		}
		return fields.requiredText(name, MAX_VARIANT);
	}

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
	record Rule(@Schema(example = "[\"acme\"]") Set<String> tenants,
			@Schema(description = "Tags of users, as `GET /ops/budgets/{tenant}/{user}` tells them.",
					example = "[\"3f0c9a52d1b84e7796ad02c15be4f038\"]") Set<String> users,
			@Schema(example = "[\"assistant\"]") Set<String> agents,
			@Schema(minimum = "0", maximum = "100", defaultValue = "100",
					description = "How many of the users that fit, by a stable hash; at most 2 decimals.",
					example = "12.5") BigDecimal percentage,
			@Schema(requiredMode = Schema.RequiredMode.REQUIRED, types = {
					"boolean", "string" }, description = "What they get: `true` or `false`, or the name of a variant.",
					example = "turbo") String variant){

		private static final BigDecimal ALL = BigDecimal.valueOf(100);

		static Rule parse(JsonFields fields) {
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
			return new Rule(tenants, users, agents, percentage, variant);
		}

		FlagRule toRule() {
			return new FlagRule(this.tenants, this.users, this.agents, FlagRule.share(this.percentage), this.variant);
		}

		/** Checked before any arithmetic, which 1e-999999999 would keep busy for long. */
		private static BigDecimal percentage(JsonFields fields) {
			BigDecimal percentage = Objects
				.requireNonNullElse(fields.optionalNumber("percentage", BigDecimal.ZERO, ALL), ALL);
			if (percentage.stripTrailingZeros().scale() > MAX_DECIMALS) {
				fields.reject("percentage", "must have at most " + MAX_DECIMALS + " decimals");
				return ALL;
			}
			return percentage;
		}

	}

}
