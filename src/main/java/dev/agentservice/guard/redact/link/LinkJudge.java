package dev.agentservice.guard.redact.link;

import java.util.HashSet;
import java.util.Set;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionPolicy;

/**
 * Decides which links and images of one answer may stay. What links carry is judged in
 * sum: in each of them, and over all of them. For one thread.
 */
public final class LinkJudge {

	private final RedactionPolicy policy;

	/** Those that carry something and were let through; none counts twice. */
	private final Set<String> seen = new HashSet<>();

	private int carried;

	/** A judge of one answer, who has seen no link yet. */
	public LinkJudge(RedactionPolicy policy) {
		this.policy = policy;
	}

	/** Whether it has to go. */
	boolean removes(FindingType type, Destination destination) {
		if (!destination.leadsAway(this.policy.trustedHosts())) {
			return false;
		}
		return type == FindingType.IMAGE || this.policy.trustedOnly()
				|| destination.carriesMoreThan(this.policy.linkData()) || isTooMuch(destination);
	}

	private boolean isTooMuch(Destination destination) {
		int more = destination.carried();
		if (more == 0 || this.seen.contains(destination.carrier())) {
			return false;
		}
		if (this.carried + more > this.policy.linkDataTotal()) {
			return true;
		}
		this.carried += more;
		this.seen.add(destination.carrier());
		return false;
	}

}
