package dev.agentservice.knowledge.upkeep;

import java.time.Duration;

import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/**
 * What keeps an index equal to the manifest, made of parts that a test has.
 *
 * @param versions stores documents
 * @param updates writes into the index
 * @param sweep deletes from it
 * @param fill fills it
 */
public record TestUpkeep(VersionWriter versions, IndexUpdates updates, GarbageSweep sweep, IndexFill fill) {

	public static TestUpkeep of(PassageIndex index, Garbage garbage, Manifest manifest, Vectors vectors,
			DocumentTags tags) {
		GarbageSweep sweep = new GarbageSweep(index, garbage);
		IndexRows rows = new IndexRows(tags);
		IndexUpdates updates = new IndexUpdates(index, garbage, manifest, vectors, rows, sweep);
		return new TestUpkeep(new VersionWriter(manifest, vectors, updates), updates, sweep,
				new IndexFill(index, garbage, manifest, vectors, rows));
	}

	/** Deletes what is garbage now, and what becomes garbage within a time. */
	public void sweep(KnownCollection collection, Duration ahead) {
		this.sweep.sweep(collection, ahead, Deadline.after(Duration.ofDays(1)));
	}

	/** Forgets what a former index still has to delete. */
	public void forget(KnownCollection collection) {
		this.fill.forget(collection, Duration.ofMillis(-1));
	}

	/** Fills the index with a collection that it does not hold. */
	public void fill(KnownCollection collection) {
		this.fill.attempt(collection);
	}

}
