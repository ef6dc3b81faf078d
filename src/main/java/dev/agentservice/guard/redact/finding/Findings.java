package dev.agentservice.guard.redact.finding;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Counts what is taken out, and knows what takes its place.
 */
public final class Findings {

	private final Map<FindingType, Integer> counts = new EnumMap<>(FindingType.class);

	private final RedactionPolicy policy;

	private final Predicate<String> own;

	private final BiConsumer<FindingType, String> seen;

	/**
	 * Nothing has been found yet.
	 * @param own whether a value may stay as it is
	 * @param seen is told of every value that is found, before it is taken out
	 */
	public Findings(RedactionPolicy policy, Predicate<String> own, BiConsumer<FindingType, String> seen) {
		this.policy = policy;
		this.own = own;
		this.seen = seen;
	}

	/** What stands in the text instead of the value: itself if its reader supplied it. */
	public String replace(FindingType type, String value) {
		this.seen.accept(type, value);
		if (this.own.test(value)) {
			return value;
		}
		count(type);
		return (this.policy.action(type) == RedactionAction.MASK) ? Mask.of(type, value) : type.placeholder();
	}

	/** Whether findings of the type are taken out. */
	public boolean looksFor(FindingType type) {
		return this.policy.looksFor(type);
	}

	/** Counts one that is taken out. */
	public void count(FindingType type) {
		this.counts.merge(type, 1, Integer::sum);
	}

	/** What has been taken out so far, one entry per type. */
	public List<Redaction> redactions() {
		return this.counts.entrySet().stream().map((entry) -> new Redaction(entry.getKey(), entry.getValue())).toList();
	}

}
