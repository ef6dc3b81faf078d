package dev.agentservice.guard.redact.finding;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is looked for and what becomes of it.
 *
 * @param actions per type; a type that is not named is redacted, but for {@code PERSON},
 * which is allowed because it is found with poor precision and recall
 * @param phoneRegions in whose national formats telephone numbers are recognised, as ISO
 * 3166 codes
 * @param trustedHosts that links and images may point at; {@code *.example.com} is every
 * host beneath it
 * @param linkData how many characters of data a link to any other host may carry
 * @param linkDataTotal how many all such links of one answer may carry together
 * @param trustedOnly whether no link to any other host may stay, whatever it carries
 * @param leakWords how many words in a row must be the instructions' to count as a leak
 * @param longest how many characters are held back for one candidate; a longer one is
 * redacted until it ends
 */
public record RedactionPolicy(Map<FindingType, RedactionAction> actions, List<String> phoneRegions,
		Set<String> trustedHosts, int linkData, int linkDataTotal, boolean trustedOnly, int leakWords, int longest) {

	/** How many links with all the data that one may carry are not too many. */
	private static final int FULL_LINKS = 5;

	/** A policy that lets through a few links with as much data as one may carry. */
	public RedactionPolicy(Map<FindingType, RedactionAction> actions, List<String> phoneRegions,
			Set<String> trustedHosts, int linkData, int leakWords, int longest) {
		this(actions, phoneRegions, trustedHosts, linkData, FULL_LINKS * linkData, false, leakWords, longest);
	}

	public RedactionPolicy {
		actions = Map.copyOf(actions);
		phoneRegions = List.copyOf(phoneRegions);
		trustedHosts = Set.copyOf(trustedHosts);
		if (linkData < 0 || linkDataTotal < 0 || leakWords < 2 || longest < 256) {
			throw new IllegalArgumentException("linkData >= 0, leakWords >= 2 and longest >= 256 are needed");
		}
	}

	/** Everything that is found with good precision is redacted, no host is trusted. */
	public static RedactionPolicy standard() {
		return new RedactionPolicy(Map.of(),
				List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT", "SE", "IN", "AU", "BR"), Set.of(),
				40, 8, 4096);
	}

	/** The same policy but for one type. */
	public RedactionPolicy with(FindingType type, RedactionAction action) {
		Map<FindingType, RedactionAction> changed = new EnumMap<>(FindingType.class);
		changed.putAll(this.actions);
		changed.put(type, action);
		return new RedactionPolicy(changed, this.phoneRegions, this.trustedHosts, this.linkData, this.linkDataTotal,
				this.trustedOnly, this.leakWords, this.longest);
	}

	/** The same policy with these hosts trusted. */
	public RedactionPolicy trusting(String... hosts) {
		return new RedactionPolicy(this.actions, this.phoneRegions, Set.of(hosts), this.linkData, this.linkDataTotal,
				this.trustedOnly, this.leakWords, this.longest);
	}

	/** The same policy without any link to another host. */
	public RedactionPolicy trustedOnly(boolean only) {
		return new RedactionPolicy(this.actions, this.phoneRegions, this.trustedHosts, this.linkData,
				this.linkDataTotal, only, this.leakWords, this.longest);
	}

	/** What becomes of a finding. */
	public RedactionAction action(FindingType type) {
		return this.actions.getOrDefault(type,
				(type == FindingType.PERSON) ? RedactionAction.ALLOW : RedactionAction.REDACT);
	}

	/** Whether it is looked for at all. */
	public boolean looksFor(FindingType type) {
		return action(type) != RedactionAction.ALLOW;
	}

}
