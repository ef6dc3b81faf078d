package dev.agentservice.guard.redact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.agentservice.guard.redact.AnnotatedText.Value;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionPolicy;

/**
 * Holds what is found against what is there. A value counts as found if it is taken out
 * as a whole, a finding as right if it touches a value of its type. Types that the policy
 * allows are left out.
 */
public final class RedactionMeasure {

	private final RedactionPolicy policy;

	private final Redactors redactors;

	private final Miss miss;

	private final Map<FindingType, TypeScore> scores = new EnumMap<>(FindingType.class);

	/**
	 * Creates a measure.
	 * @param policy how answers are redacted
	 * @param miss is told what went wrong
	 */
	public RedactionMeasure(RedactionPolicy policy, Miss miss) {
		this.policy = policy;
		this.redactors = Redactors.of(policy);
		this.miss = miss;
	}

	/** By type, those types only that are there or were found. */
	public List<TypeScore> scores() {
		return List.copyOf(this.scores.values());
	}

	/** Measures one more text. */
	public void add(AnnotatedText text) {
		List<Value> expected = text.values().stream().filter((value) -> this.policy.looksFor(value.type())).toList();
		List<Value> found = found(text.text());
		for (Value value : expected) {
			boolean hit = found.stream().anyMatch((each) -> each.type() == value.type() && each.covers(value));
			count(value, (score) -> score.expected(hit));
			tell(hit, "missed", value);
		}
		for (Value value : found) {
			boolean hit = expected.stream().anyMatch((each) -> each.type() == value.type() && each.touches(value));
			count(value, (score) -> score.found(hit));
			tell(hit, "false", value);
		}
	}

	private void count(Value value, UnaryOperator<TypeScore> change) {
		TypeScore score = this.scores.getOrDefault(value.type(), new TypeScore(value.type(), 0, 0, 0, 0));
		this.scores.put(value.type(), change.apply(score));
	}

	private void tell(boolean hit, String what, Value value) {
		if (!hit) {
			this.miss.tell(what, value);
		}
	}

	/** Findings are told in order, so each is the next of its text. */
	private List<Value> found(String text) {
		List<Value> found = new ArrayList<>();
		this.redactors.find(text, (type, value) -> {
			int start = text.indexOf(value, found.isEmpty() ? 0 : found.getLast().end());
			if (start >= 0) {
				add(found, new Value(type, start, start + value.length()));
			}
		});
		return found;
	}

	/** The words of a name are found one by one. */
	private static void add(List<Value> found, Value value) {
		boolean continues = value.type() == FindingType.PERSON && !found.isEmpty()
				&& found.getLast().type() == FindingType.PERSON && found.getLast().end() + 1 == value.start();
		found.add(continues ? new Value(value.type(), found.removeLast().start(), value.end()) : value);
	}

	/** Is told what went wrong. */
	@FunctionalInterface
	public interface Miss {

		/** Tells it: {@code missed} or {@code false}, and where, never what. */
		void tell(String what, Value where);

	}

}
