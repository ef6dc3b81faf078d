package dev.agentservice.flag.definition;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a flag decides: the first rule that matches says which variant, otherwise the
 * default does.
 *
 * @param variants the values there are, by name
 * @param defaultVariant what those get whom no rule matches
 * @param rules asked in this order
 */
public record FlagSetting(Map<String, String> variants, String defaultVariant, List<FlagRule> rules) {

	public FlagSetting {
		variants = Collections.unmodifiableMap(new TreeMap<>(variants));
		rules = List.copyOf(rules);
	}

	/** The same, with these variants as well; its own win. */
	public FlagSetting withVariants(Map<String, String> more) {
		Map<String, String> all = new TreeMap<>(more);
		all.putAll(this.variants);
		return new FlagSetting(all, this.defaultVariant, this.rules);
	}

	/** The same without a word of other tenants; for this one it decides alike. */
	public FlagSetting seenBy(String tenant) {
		return new FlagSetting(this.variants, this.defaultVariant,
				this.rules.stream().flatMap((rule) -> rule.seenBy(tenant).stream()).toList());
	}

	public Decision decide(String flag, FlagContext context) {
		for (FlagRule rule : this.rules) {
			if (rule.matches(flag, context)) {
				return decision(rule.variant(), rule.splitsOnly() ? Decision.Why.SPLIT : Decision.Why.TARGETED);
			}
		}
		return decision(this.defaultVariant, this.rules.isEmpty() ? Decision.Why.STATIC : Decision.Why.DEFAULT);
	}

	private Decision decision(String variant, Decision.Why why) {
		return new Decision(variant, Objects.requireNonNull(this.variants.get(variant)), why);
	}

	/**
	 * What somebody gets.
	 *
	 * @param variant the variant's name
	 * @param value its value
	 * @param why because of what
	 */
	public record Decision(String variant, String value, Why why) {

		/** Because of what. */
		public enum Why {

			/** There are no rules. */
			STATIC,
			/** A rule names the tenant, the user or the agent. */
			TARGETED,
			/** A rule's percentage covers the user. */
			SPLIT,
			/** No rule matches. */
			DEFAULT

		}

	}

}
