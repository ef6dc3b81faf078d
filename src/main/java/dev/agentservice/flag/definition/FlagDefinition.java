package dev.agentservice.flag.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.problem.InvalidRequestException.InvalidField;

/**
 * A flag as the configuration defines it.
 *
 * @param name how it is called
 * @param type what values it has
 * @param description what it is for, in a sentence; may be empty
 * @param configured how it decides while nobody overrides it
 */
public record FlagDefinition(String name, FlagType type, String description, FlagSetting configured) {

	/**
	 * An override of this flag: the configured variants are there as well, unless it says
	 * otherwise.
	 */
	public FlagSetting overriddenBy(FlagSetting wanted) {
		return wanted.withVariants(this.configured.variants());
	}

	/** Why the flag cannot decide like this: nothing, or each thing that is wrong. */
	public List<InvalidField> flaws(FlagSetting setting) {
		List<InvalidField> flaws = new ArrayList<>();
		if (this.type == FlagType.BOOLEAN && !setting.variants().equals(this.type.variants())) {
			flaws
				.add(new InvalidField("variants", "must not be there: a boolean flag has the variants true and false"));
		}
		String expectation = "must be one of the variants: " + String.join(", ", setting.variants().keySet());
		Map<String, String> variants = setting.variants();
		if (!variants.containsKey(setting.defaultVariant())) {
			flaws.add(new InvalidField("default", expectation));
		}
		for (int i = 0; i < setting.rules().size(); i++) {
			if (!variants.containsKey(setting.rules().get(i).variant())) {
				flaws.add(new InvalidField("rules[" + i + "].variant", expectation));
			}
		}
		return flaws;
	}

}
