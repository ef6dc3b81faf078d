package dev.agentservice.flag.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.flag.definition.FlagType;
import dev.agentservice.flag.override.FlagState;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A flag as operators see it.
 */
@Schema(name = "Flag", description = "A flag and how it decides now.")
record FlagView(@Schema(example = "simple-model") String name,
		@Schema(example = "The model for simple tasks, provider/model.") String description, @Schema(allowableValues = {
				"boolean", "string" }, example = "string") String type,
		@Schema(description = "The values of a string flag, by name.",
				example = "{\"agent-file\": \"\", \"turbo\": \"openai/gpt-4-turbo\"}") @Nullable Map<String, String> variants,
		@JsonProperty("default") @Schema(types = { "boolean", "string" },
				description = "What those get whom no rule matches.", example = "agent-file") Object defaultVariant,
		@Schema(description = "The first that matches counts.") List<Rule> rules,
		@Schema(description = "Whether an operator said so, or the configuration.",
				example = "true") boolean overridden,
		@Nullable @Schema(
				description = "How it decides for all tenants, where your tenant has an override of its own.") Base platform){

	static FlagView of(FlagState state) {
		FlagDefinition flag = state.definition();
		FlagSetting setting = state.setting();
		boolean string = flag.type() == FlagType.STRING;
		return new FlagView(flag.name(), flag.description(), string ? "string" : "boolean",
				string ? setting.variants() : null, flag.type().typed(setting.defaultVariant()),
				rules(flag.type(), setting), state.overridden(), Base.of(flag.type(), state.platform()));
	}

	private static List<Rule> rules(FlagType type, FlagSetting setting) {
		return setting.rules().stream().map((rule) -> Rule.of(type, rule)).toList();
	}

	/** What is said for all tenants, as one of them may see it. */
	@Schema(name = "FlagForAll")
	record Base(@JsonProperty("default") @Schema(types = {
			"boolean", "string" }, description = "What those get whom no rule matches.",
			example = "agent-file") Object defaultVariant,
			@Schema(description = "The first that matches counts.") List<Rule> rules){

		static @Nullable Base of(FlagType type, @Nullable FlagSetting setting) {
			return (setting != null) ? new Base(type.typed(setting.defaultVariant()), FlagView.rules(type, setting))
					: null;
		}

	}

	/** A rule as operators see it. */
	@Schema(name = "FlagRuleView")
	record Rule(
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(description = "Absent for all tenants.",
					example = "[\"acme\"]") Set<String> tenants,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(
					description = "Tags of users; absent for all users.") Set<String> users,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(description = "Absent for all agents.",
					example = "[\"assistant\"]") Set<String> agents,
			@Schema(example = "12.5") BigDecimal percentage, @Schema(types = {
					"boolean", "string" }, example = "turbo") Object variant){

		static Rule of(FlagType type, FlagRule rule) {
			return new Rule(rule.tenants(), rule.users(), rule.agents(), rule.percentage(), type.typed(rule.variant()));
		}

	}

}
