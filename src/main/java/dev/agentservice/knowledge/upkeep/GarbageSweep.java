package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Deletes from the index what no longer counts, and only then forgets it. It may be
 * interrupted anywhere, and may be done by several replicas at once.
 */
@Component
class GarbageSweep {

	private static final Logger logger = LoggerFactory.getLogger(GarbageSweep.class);

	/** So many versions at once, so that what is deleted first is forgotten first. */
	private static final int PAGE = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Nobody waits for a sweep of its own. */
	private static final Duration UNLIMITED = Duration.ofDays(365);

	/** More sweeps than these wait for the next round. */
	private final Semaphore threads = new Semaphore(4);

	/** One sweep of a collection at a time is enough. */
	private final Map<CollectionPlace, Boolean> running = new ConcurrentHashMap<>();

	private final PassageIndex index;

	private final Garbage garbage;

	GarbageSweep(PassageIndex index, Garbage garbage) {
		this.index = index;
		this.garbage = garbage;
	}

	/** Sweeps a collection on another thread, if one is free. */
	void soon(KnownCollection collection) {
		if (!this.running.containsKey(collection.place()) && this.threads.tryAcquire()) {
			Thread.ofVirtual().name("knowledge-sweep").start(() -> {
				try {
					attempt(collection);
				}
				finally {
					this.threads.release();
				}
			});
		}
	}

	/** Sweeps a collection; what fails is done by the next round. */
	void attempt(KnownCollection collection) {
		if (this.running.putIfAbsent(collection.place(), true) != null) {
			return;
		}
		try {
			sweep(collection, Duration.ZERO, Deadline.after(UNLIMITED));
		}
		catch (IndexUnavailableException | StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("The garbage of an index cannot be deleted now");
		}
		catch (RuntimeException ex) {
			// What is wrong with one collection is no other one's concern.
			logger.atError()
				.addKeyValue("collection", collection.name())
				.setCause(ex)
				.log("The garbage of an index cannot be deleted");
		}
		finally {
			this.running.remove(collection.place());
		}
	}

	/**
	 * Sweeps a collection. What the index refuses stays; the rest is deleted
	 * nevertheless.
	 * @param ahead what becomes garbage within this time is deleted, too
	 * @param deadline when it ends; one version is deleted in any case
	 * @return whether it is at its end
	 * @throws IndexUnavailableException if the index does not confirm all of it
	 */
	boolean sweep(KnownCollection collection, Duration ahead, Deadline deadline) {
		boolean more = true;
		while (more) {
			List<Garbage.Rows> page = this.garbage.of(collection.place(), this.index.name(), ahead, PAGE);
			int done = sweep(collection, page, ahead, deadline);
			more = page.size() == PAGE;
			if (done < page.size() || (more && deadline.passed())) {
				return false;
			}
		}
		return true;
	}

	/** Answers with how many the index was asked to delete before the time was up. */
	private int sweep(KnownCollection collection, List<Garbage.Rows> page, Duration ahead, Deadline deadline) {
		IndexUnavailableException failure = null;
		int done = 0;
		while (done < page.size() && (done == 0 || !deadline.passed())) {
			Garbage.Rows rows = page.get(done);
			try {
				this.index.delete(Shelf.shared(collection, rows.generation()), rows.ids(), Deadline.after(PATIENCE));
				this.garbage.swept(collection.place(), List.of(rows), ahead);
			}
			catch (IndexUnavailableException ex) {
				if (ex.isOutage()) {
					throw ex;
				}
				failure = ex;
			}
			done++;
		}
		if (failure != null) {
			throw failure;
		}
		return done;
	}

}
