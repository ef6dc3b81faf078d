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
			sweep(collection, Duration.ZERO);
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
	 * @throws IndexUnavailableException if the index does not confirm all of it
	 */
	void sweep(KnownCollection collection, Duration ahead) {
		List<Garbage.Rows> page;
		do {
			page = this.garbage.of(collection.place(), this.index.name(), ahead, PAGE);
			sweep(collection, page, ahead);
		}
		while (page.size() == PAGE);
	}

	private void sweep(KnownCollection collection, List<Garbage.Rows> page, Duration ahead) {
		IndexUnavailableException failure = null;
		for (Garbage.Rows rows : page) {
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
		}
		if (failure != null) {
			throw failure;
		}
	}

}
