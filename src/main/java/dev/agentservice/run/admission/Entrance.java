package dev.agentservice.run.admission;

import dev.agentservice.identity.Bearer;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.run.slot.InFlightRuns;

import org.springframework.stereotype.Component;

/**
 * The checks of a request that starts a run before its body is read. Reading and parsing
 * a large body is work, so it is done only for a caller within the rate limits, while
 * there are free slots; a small body costs less than the wait for Redis, so its rate
 * limits are checked with the rest of its admission.
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
	 * Admits a request to the reading of its body.
	 * @param bearer the bearer of the credential; where only the body names the user, the
	 * limits of the credential alone are drawn on
	 * @param length of the body in bytes, negative if it is not known
	 * @throws dev.agentservice.support.problem.ProblemException {@code rate_limited} or
	 * {@code overloaded}
	 */
	public Entry admit(Bearer bearer, long length) {
		if (length >= 0 && length <= this.limits.smallBody().toBytes()) {
			return Entry.OPEN;
		}
		// The body may take long to arrive, so no slot is held for it.
		bearer.known().ifPresentOrElse((caller) -> this.inFlight.take(caller).close(), this.inFlight::demandOne);
		RateDecision decision = Parallel.join(bearer.known()
			.map(this.rateLimits::admit)
			.orElseGet(() -> this.rateLimits.admitKey(bearer.credential(), bearer.tenant())));
		decision.orThrow();
		return new Entry(decision.limits(), null);
	}

}
