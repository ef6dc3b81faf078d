package dev.agentservice.flag.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.flag.definition.FlagSetting.Decision;
import dev.agentservice.flag.definition.FlagSetting.Decision.Why;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlagSettingTests {

	private static final String ADA = "3f0c9a52d1b84e7796ad02c15be4f038";

	private static final Map<String, String> VARIANTS = Map.of("file", "", "turbo", "openai/gpt-4-turbo", "mini",
			"openai/gpt-5.4-mini");

	@Test
	void withoutRulesEverybodyGetsTheDefault() {
		assertThat(decide(context("acme", "assistant")))
			.isEqualTo(new Decision("turbo", "openai/gpt-4-turbo", Why.STATIC));
	}

	@Test
	void theFirstRuleThatMatchesCounts() {
		FlagRule narrow = rule(Set.of("acme"), Set.of(), Set.of("assistant"), FlagRule.EVERYBODY, "mini");
		FlagRule wide = rule(Set.of("acme"), Set.of(), Set.of(), FlagRule.EVERYBODY, "file");
		assertThat(decide(context("acme", "assistant"), narrow, wide).variant()).isEqualTo("mini");
		assertThat(decide(context("acme", "assistant"), wide, narrow).variant()).isEqualTo("file");
		assertThat(decide(context("acme", "analyst"), narrow, wide).variant()).isEqualTo("file");
		assertThat(decide(context("other", "assistant"), narrow, wide))
			.isEqualTo(new Decision("turbo", "openai/gpt-4-turbo", Why.DEFAULT));
	}

	@Test
	void allThatARuleSaysHasToFit() {
		FlagRule rule = rule(Set.of("acme", "umbrella"), Set.of(ADA), Set.of("assistant"), FlagRule.EVERYBODY, "mini");
		assertThat(decide(context("acme", "assistant"), rule).why()).isEqualTo(Why.TARGETED);
		assertThat(decide(context("umbrella", "assistant"), rule).why()).isEqualTo(Why.TARGETED);
		assertThat(decide(context("acme", "analyst"), rule).why()).isEqualTo(Why.DEFAULT);
		assertThat(decide(new FlagContext("acme", new UserTag("0".repeat(32)), "assistant"), rule).why())
			.isEqualTo(Why.DEFAULT);
	}

	@Test
	void aPercentageIsOfThoseWhomTheRuleNames() {
		FlagRule none = rule(Set.of("acme"), Set.of(), Set.of(), 0, "mini");
		assertThat(decide(context("acme", "assistant"), none).why()).isEqualTo(Why.DEFAULT);
		FlagRule split = rule(Set.of(), Set.of(), Set.of(), FlagRule.EVERYBODY, "mini");
		assertThat(decide(context("acme", "assistant"), split).why()).isEqualTo(Why.SPLIT);
	}

	@Test
	void whatCannotBeIsNamed() {
		FlagDefinition string = new FlagDefinition("x", FlagType.STRING, "",
				new FlagSetting(VARIANTS, "file", List.of()));
		FlagSetting wrong = new FlagSetting(VARIANTS, "none",
				List.of(rule(Set.of(), Set.of(), Set.of(), 1, "mini"), rule(Set.of(), Set.of(), Set.of(), 1, "none")));
		assertThat(string.flaws(wrong)).extracting(InvalidField::field).containsExactly("default", "rules[1].variant");
		assertThat(string.flaws(wrong)).extracting(InvalidField::reason)
			.containsOnly("must be one of the variants: file, mini, turbo");
		FlagDefinition bool = new FlagDefinition("x", FlagType.BOOLEAN, "",
				new FlagSetting(FlagType.BOOLEAN.variants(), "true", List.of()));
		assertThat(bool.flaws(bool.overriddenBy(new FlagSetting(Map.of("maybe", "1"), "false", List.of()))))
			.extracting(InvalidField::field)
			.containsExactly("variants");
	}

	private static Decision decide(FlagContext context, FlagRule... rules) {
		return new FlagSetting(VARIANTS, "turbo", List.of(rules)).decide("x", context);
	}

	private static FlagContext context(String tenant, String agent) {
		return new FlagContext(tenant, new UserTag(ADA), agent);
	}

	private static FlagRule rule(Set<String> tenants, Set<String> users, Set<String> agents, int share,
			String variant) {
		return new FlagRule(tenants, users, agents, share, variant);
	}

}
