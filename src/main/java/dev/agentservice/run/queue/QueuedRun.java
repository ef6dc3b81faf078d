package dev.agentservice.run.queue;

import java.time.Instant;

import dev.agentservice.identity.UserTag;

/**
 * A run that is to begin when its turn comes.
 *
 * @param run its id
 * @param user whose run
 * @param tenant the tag of the user's tenant
 * @param track the release track whose replicas should work on it
 * @param priority from 0 to 9, the highest first; it sorts the user's own runs only
 * @param arrivedAt when it was admitted first: a run that comes back keeps its place
 * @param announcement its entry in the list of live runs
 */
public record QueuedRun(String run, UserTag user, String tenant, String track, int priority, Instant arrivedAt,
		String announcement) {

	private static final int MOST_URGENT = 9;

	/** Longer than any time in milliseconds. */
	private static final long PER_PRIORITY = 10_000_000_000_000L;

	public QueuedRun {
		if (priority < 0 || priority > MOST_URGENT) {
			throw new IllegalArgumentException("A priority is from 0 to " + MOST_URGENT);
		}
	}

	/** Sorts the runs of one user: the lowest begins first. */
	long score() {
		return (MOST_URGENT - this.priority) * PER_PRIORITY + this.arrivedAt.toEpochMilli();
	}

}
