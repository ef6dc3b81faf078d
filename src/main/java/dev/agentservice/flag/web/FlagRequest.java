package dev.agentservice.flag.web;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentservice.flag.definition.FlagSetting;
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
		@Schema(description = "The first that matches counts.") List<FlagRuleRequest> rules,
		@Schema(maxLength = 256, description = "Kept in the audit log: name nobody in it.",
				example = "Trying the new model, ticket 4711") @Nullable String reason){

	private static final int MAX_REASON = 256;

	private static final int MAX_RULES = 50;

	private static final int MAX_VARIANTS = 20;

	private static final int MAX_VARIANT = 64;

	private static final int MAX_VALUE = 256;

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static FlagRequest parse(JsonFields fields) {
		String defaultVariant = variant(fields, "default");
		Map<String, String> variants = fields.optionalPairs("variants", MAX_VARIANTS, MAX_VARIANT, MAX_VALUE);
		List<FlagRuleRequest> rules = fields.saysNothingBut("rules", "[]") ? List.of()
				: fields.optionalObjects("rules", MAX_RULES).stream().map(FlagRuleRequest::parse).toList();
		String reason = fields.optionalText("reason", Integer.MAX_VALUE);
		if (reason != null && Text.length(reason) > MAX_REASON) {
			fields.reject("reason", "must be at most " + MAX_REASON + " characters long");
		}
		fields.finish();
		return new FlagRequest(defaultVariant, variants, rules, reason);
	}

	FlagSetting toSetting() {
		return new FlagSetting(this.variants, this.defaultVariant,
				this.rules.stream().map(FlagRuleRequest::toRule).toList());
	}

	static String variant(JsonFields fields, String name) {
		if (fields.isBoolean(name)) {
			return String.valueOf(fields.optionalBoolean(name));
		}
		return fields.requiredText(name, MAX_VARIANT);
	}

}
