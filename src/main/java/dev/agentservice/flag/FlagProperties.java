package dev.agentservice.flag;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.flag.definition.FlagType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * The flags there are. Failure mode: while Redis is away each keeps its last known
 * override, or what is said here.
 *
 * @param flags by name
 */
@Validated
@ConfigurationProperties("agent-service")
record FlagProperties(@DefaultValue Map<String, @Valid Definition> flags) {

	FlagProperties {
		flags = withoutAliases(flags);
	}

	/**
	 * An environment variable cannot say where a name's dashes are. To Spring that is the
	 * same flag, but it lists it a second time, under the name without dashes.
	 */
	private static Map<String, Definition> withoutAliases(Map<String, Definition> flags) {
		Map<String, Definition> byName = new HashMap<>(flags);
		flags.keySet()
			.stream()
			.map((name) -> name.replace("-", ""))
			.filter((plain) -> flags.keySet()
				.stream()
				.anyMatch((name) -> !name.equals(plain) && name.replace("-", "").equals(plain)))
			.forEach(byName::remove);
		return Map.copyOf(byName);
	}

	/**
	 * A flag.
	 *
	 * @param type what values it has
	 * @param description what it is for, shown to operators
	 * @param variants the values of a string flag, by name; a boolean flag has
	 * {@code true} and {@code false}
	 * @param defaultVariant the variant of those whom no rule matches
	 * @param rules who gets which variant; the first that matches counts
	 */
	record Definition(@NotNull FlagType type, @DefaultValue("") String description,
			@DefaultValue Map<String, String> variants, @Name("default") @NotNull String defaultVariant,
			@DefaultValue List<@Valid Rule> rules) {

		FlagDefinition of(String name) {
			List<FlagRule> configured = this.rules.stream().map(Rule::toRule).toList();
			FlagSetting setting = new FlagSetting(this.variants, this.defaultVariant, configured);
			return new FlagDefinition(name, this.type, this.description, setting.withVariants(this.type.variants()));
		}

	}

	/**
	 * Gives a variant to some.
	 *
	 * @param tenants names of tenants; empty for all
	 * @param users tags of users; empty for all
	 * @param agents names of agents; empty for all
	 * @param percentage how many of the users that fit, with at most two decimals
	 * @param variant what they get
	 */
	record Rule(@DefaultValue Set<String> tenants, @DefaultValue Set<String> users, @DefaultValue Set<String> agents,
			@DecimalMin("0") @DecimalMax("100") @Digits(integer = 3,
					fraction = 2) @DefaultValue("100") BigDecimal percentage,
			@NotNull String variant) {

		private FlagRule toRule() {
			return new FlagRule(this.tenants, this.users, this.agents, FlagRule.share(this.percentage), this.variant);
		}

	}

}
