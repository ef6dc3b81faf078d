package dev.agentservice.run.owner;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import dev.agentservice.run.owner.LiveRuns.Announcement;
import dev.agentservice.support.Deadline;

/**
 * A run that is being put on the list of live runs, ahead of its registration, so that
 * the wait for it passes together with another. For one thread.
 */
public final class Announced {

	private final CompletableFuture<Announcement> announcement;

	private final Deadline fresh;

	private boolean used;

	/**
	 * An announcement to come.
	 * @param announcement the entry of the list
	 * @param fresh until when there is time enough to register the run by it
	 */
	Announced(CompletableFuture<Announcement> announcement, Deadline fresh) {
		this.announcement = announcement;
		this.fresh = fresh;
	}

	/**
	 * Waits until the run is on the list.
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if it cannot be
	 * put there
	 */
	public void await() {
		joined();
	}

	/** The entry, once, unless it has become too old to register a run by. */
	Optional<Announcement> use() {
		if (this.used || this.fresh.passed()) {
			return Optional.empty();
		}
		this.used = true;
		return Optional.of(joined());
	}

	/** Hands the entry on if nobody used it, whenever it is there. */
	void unused(Consumer<Announcement> taker) {
		if (!this.used) {
			this.used = true;
			// What failed may be on the list all the same; the reaper finds it to be
			// gone.
			var _ = this.announcement.thenAccept(taker);
		}
	}

	private Announcement joined() {
		try {
			return this.announcement.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

}
