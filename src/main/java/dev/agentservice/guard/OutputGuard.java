package dev.agentservice.guard;

import java.util.List;
import java.util.Map;

import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.support.LatestUsed;

import org.springframework.stereotype.Component;

/**
 * Makes the filters that answers pass on their way out.
 */
@Component
public class OutputGuard {

	/** Agents rarely differ in this, but their files change. */
	private static final int CHOICES = 100;

	private final GuardProperties.RedactionProperties redaction;

	private final GuardMetrics metrics;

	private final LatestUsed<Choice, Redactors> redactors;

	OutputGuard(GuardProperties properties, GuardMetrics metrics) {
		this.redaction = properties.redaction();
		this.metrics = metrics;
		this.redactors = new LatestUsed<>(CHOICES,
				(choice) -> Redactors.of(properties.redaction().policy(choice.actions(), choice.links())));
	}

	/**
	 * The filter of one run's answers.
	 * @param policy the agent's
	 * @param instructions what answers must not repeat
	 * @param own what the user wrote in this session
	 */
	public AnswerFilter of(GuardPolicy policy, Instructions instructions, List<String> own) {
		if (policy.output() == GuardMode.OFF) {
			return AnswerFilter.NONE;
		}
		Redactors ours = redactors(policy);
		return new RedactingFilter(ours, instructions, learned(own, ours), policy.output() == GuardMode.FLAG,
				this.metrics);
	}

	/**
	 * The filter of arguments that leave for somebody else's tools. What the user
	 * supplied is taken out, too: that they may read it does not mean that others may.
	 * @param policy the agent's
	 * @param instructions what arguments must not repeat
	 */
	public ArgumentFilter arguments(GuardPolicy policy, Instructions instructions) {
		return (policy.output() == GuardMode.OFF) ? ArgumentFilter.NONE : new RedactingArguments(redactors(policy),
				instructions, policy.output() == GuardMode.FLAG, this.metrics);
	}

	private Redactors redactors(GuardPolicy policy) {
		return this.redactors.get(new Choice(policy.redactions(), policy.links()));
	}

	private OwnValues learned(List<String> own, Redactors ours) {
		OwnValues values = new OwnValues();
		if (this.redaction.own()) {
			own.forEach((text) -> values.learn(text, ours));
		}
		return values;
	}

	/** What agents may choose. */
	private record Choice(Map<FindingType, RedactionAction> actions, GuardPolicy.Links links) {

	}

}
