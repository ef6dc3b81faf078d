package dev.agentservice.run.live;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import dev.agentservice.run.live.LiveRuns.Announcement;
import dev.agentservice.support.Deadline;

/**
 * A run that is being put on the list of live runs, ahead of its registration, so that
 * this wait overlaps with another. For one thread.
 */
public final class Announced {

	private final CompletableFuture<Announcement> announcement;

	private final Deadline fresh;

	private boolean used;

	/**
	 * An announcement to come.
	 * @param announcement the entry of the list
	 * @param fresh until when the run may be registered by it
	 */
	public Announced(CompletableFuture<Announcement> announcement, Deadline fresh) {
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

	/** The entry, once, unless it has become too old for a registration. */
	public Optional<Announcement> use() {
		if (this.used || this.fresh.passed()) {
			return Optional.empty();
		}
		this.used = true;
		return Optional.of(joined());
	}

	/** Hands the entry over if it was not used, as soon as it exists. */
	public void unused(Consumer<Announcement> taker) {
		if (!this.used) {
			this.used = true;
			// A failed announcement may be on the list nevertheless; the reaper finds no
			// run for it.
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
