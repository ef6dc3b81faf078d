package dev.agentservice.run.admission;

import dev.agentservice.identity.Bearer;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.run.slot.InFlightRuns;

import org.springframework.stereotype.Component;

/**
 * What a request that wants to start a run passes before its body is read. Reading and
 * parsing a large body is work, so it is done only for a caller who is within the rate
 * limits, while there are places; a small one costs less than the wait for Redis, and is
 * asked about together with the rest of its admission.
 */
@Component
public class Entrance {

	private final InFlightRuns inFlight;

	private final RateLimits rateLimits;

	private final AgentRequestProperties limits;

	Entrance(InFlightRuns inFlight, RateLimits rateLimits, AgentRequestProperties limits) {
		this.inFlight = inFlight;
		this.rateLimits = rateLimits;
		this.limits = limits;
	}

	/**
	 * Lets a request in.
	 * @param bearer who asks; where only the body names the user, the limits of the
	 * credential alone are drawn on
	 * @param length of the body in bytes, negative if it is not known
	 * @throws dev.agentservice.support.problem.ProblemException {@code rate_limited} or
	 * {@code overloaded}
	 */
	public Entry admit(Bearer bearer, long length) {
		if (length >= 0 && length <= this.limits.smallBody().toBytes()) {
			return Entry.OPEN;
		}
		// It may take long to arrive, so no place is kept for it.
		bearer.known().ifPresentOrElse((caller) -> this.inFlight.take(caller).close(), this.inFlight::demandOne);
		RateDecision decision = Parallel.join(bearer.known()
			.map(this.rateLimits::admit)
			.orElseGet(() -> this.rateLimits.admitKey(bearer.credential(), bearer.tenant())));
		decision.orThrow();
		return new Entry(decision.limits());
	}

}
