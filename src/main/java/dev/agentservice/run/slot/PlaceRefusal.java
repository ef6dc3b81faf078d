package dev.agentservice.run.slot;

import java.time.Duration;
import java.util.Locale;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Why a run gets no slot on this replica. Reasons of the replica are 503, those that the
 * caller can change 429.
 */
enum PlaceRefusal {

	/** All slots are in use. */
	FULL("There are too many runs at the moment. Please try again soon.", null),
	/** The replica is stopping. */
	STOPPING("This replica is stopping. Please try again; another one will answer.", null),
	/** Too many runs wait for their sessions. */
	QUEUE_FULL("Too many runs wait for their session at the moment. Please try again soon.", null),
	/** The user's share of the slots is in use. */
	USER_SHARE("Too many runs of this user are under way. Please wait until one has ended.", "user-runs"),
	/** The same for the tenant. */
	TENANT_SHARE("Too many runs of this tenant are under way. Please wait until one has ended.", "tenant-runs"),
	/** The user's share of the runs that wait for their sessions is used up. */
	USER_QUEUE("Too many runs of this user wait for their session. Please wait until one has ended.",
			"user-queued-runs"),
	/** The same for the tenant. */
	TENANT_QUEUE("Too many runs of this tenant wait for their session. Please wait until one has ended.",
			"tenant-queued-runs");

	private static final Duration RETRY_SOON = Duration.ofSeconds(1);

	private final String detail;

	private final @Nullable String limit;

	PlaceRefusal(String detail, @Nullable String limit) {
		this.detail = detail;
		this.limit = limit;
	}

	/** The name in metrics, for example {@code user_share}. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The client's message. */
	ProblemException problem() {
		ProblemCode code = (this.limit != null) ? ProblemCode.RATE_LIMITED : ProblemCode.OVERLOADED;
		ProblemException problem = new ProblemException(code, this.detail).retryAfter(RETRY_SOON);
		return (this.limit != null) ? problem.with("limit", this.limit) : problem;
	}

}
