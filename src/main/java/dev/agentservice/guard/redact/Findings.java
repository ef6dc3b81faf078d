package dev.agentservice.guard.redact;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Counts what is taken out, and knows what takes its place.
 */
final class Findings {

	private final Map<FindingType, Integer> counts = new EnumMap<>(FindingType.class);

	private final RedactionPolicy policy;

	private final OwnValues own;

	private final BiConsumer<FindingType, String> seen;

	/** Every value that is found is told to one more listener. */
	Findings(RedactionPolicy policy, OwnValues own, BiConsumer<FindingType, String> seen) {
		this.policy = policy;
		this.own = own;
		this.seen = seen;
	}

	/** What stands in the text instead of the value: itself if its reader supplied it. */
	String replace(FindingType type, String value) {
		this.seen.accept(type, value);
		if (this.own.contains(value)) {
			return value;
		}
		count(type);
		return (this.policy.action(type) == RedactionAction.MASK) ? Mask.of(type, value) : type.placeholder();
	}

	boolean looksFor(FindingType type) {
		return this.policy.looksFor(type);
	}

	void count(FindingType type) {
		this.counts.merge(type, 1, Integer::sum);
	}

	List<Redaction> redactions() {
		return this.counts.entrySet().stream().map((entry) -> new Redaction(entry.getKey(), entry.getValue())).toList();
	}

}
