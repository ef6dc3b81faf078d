package dev.agentservice.run.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.RunEvents.Seat;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * How many streams each user has open on this replica. A stream takes memory for as long
 * as its client keeps it open, and rate limits count only how often one is opened.
 */
@Component
class StreamQuota {

	private static final Duration RETRY_SOON = Duration.ofSeconds(5);

	private final Map<UserTag, Integer> taken = new ConcurrentHashMap<>();

	private final int perUser;

	private final Counter rejections;

	StreamQuota(RunEventProperties properties, MeterRegistry registry) {
		this.perUser = properties.streamsPerUser();
		this.rejections = registry.counter("agent.ratelimit.rejections", "limit", "user-streams");
	}

	Seat take(UserTag user) {
		if (this.taken.merge(user, 1, Integer::sum) > this.perUser) {
			leave(user);
			this.rejections.increment();
			throw new ProblemException(ProblemCode.RATE_LIMITED,
					"Too many open streams of this user: " + this.perUser
							+ " are allowed at a time. Please close one, or try again after the time in Retry-After.")
				.with("limit", "user-streams")
				.retryAfter(RETRY_SOON);
		}
		return () -> leave(user);
	}

	/** Users without any are not remembered. */
	private void leave(UserTag user) {
		this.taken.computeIfPresent(user, (_, count) -> (count > 1) ? count - 1 : null);
	}

}
