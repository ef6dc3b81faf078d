package dev.agentservice.flag;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * An override as it is stored, and as the audit log tells of it.
 *
 * @param v the document's version; absent in the audit log
 * @param variants the values, by name
 * @param defaultVariant what those get whom no rule matches
 * @param rules the rules in their order
 * @param reason why, in the audit log only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FlagDocument(@Nullable Integer v, Map<String, String> variants,
		@JsonProperty("default") String defaultVariant, List<Rule> rules, @Nullable String reason) {

	static final int VERSION = 1;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	public FlagDocument {
		Assert.isTrue(variants != null && defaultVariant != null && rules != null, "A member is missing");
	}

	public static String write(FlagSetting setting) {
		return MAPPER.writeValueAsString(of(VERSION, setting, null));
	}

	/** What the audit log says of it. */
	public static String explain(FlagSetting setting, @Nullable String reason) {
		return MAPPER.writeValueAsString(of(null, setting, reason));
	}

	/**
	 * Reads an override.
	 * @throws IllegalArgumentException if this release cannot
	 */
	static FlagSetting read(String json) {
		try {
			@Nullable FlagDocument document = MAPPER.readValue(json, FlagDocument.class);
			if (document == null || document.v == null || document.v > VERSION) {
				throw new IllegalArgumentException("it is of a newer release");
			}
			return document.toSetting();
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is damaged", ex);
		}
	}

	private FlagSetting toSetting() {
		return new FlagSetting(this.variants, this.defaultVariant, this.rules.stream().map(Rule::toRule).toList());
	}

	private static FlagDocument of(@Nullable Integer version, FlagSetting setting, @Nullable String reason) {
		return new FlagDocument(version, setting.variants(), setting.defaultVariant(),
				setting.rules().stream().map(Rule::of).toList(), reason);
	}

	/** A {@link FlagRule}. */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record Rule(@Nullable Set<String> tenants, @Nullable Set<String> users, @Nullable Set<String> agents,
			BigDecimal percentage, String variant) {

		Rule {
			Assert.isTrue(percentage != null && variant != null, "A member is missing");
			Assert.isTrue(FlagRule.share(percentage) >= 0 && FlagRule.share(percentage) <= FlagRule.EVERYBODY,
					"Not a percentage");
		}

		static Rule of(FlagRule rule) {
			return new Rule(rule.tenants(), rule.users(), rule.agents(), rule.percentage(), rule.variant());
		}

		FlagRule toRule() {
			return new FlagRule(orEmpty(this.tenants), orEmpty(this.users), orEmpty(this.agents),
					FlagRule.share(this.percentage), this.variant);
		}

		private static Set<String> orEmpty(@Nullable Set<String> names) {
			return (names != null) ? names : Set.of();
		}

	}

}
