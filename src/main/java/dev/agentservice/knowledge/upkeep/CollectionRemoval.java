package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Deletes all documents of a collection, also from an index outside of Redis, which has
 * to confirm it.
 */
@Component
public class CollectionRemoval {

	private static final int PAGE = 100;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** What was being written is garbage by then: longer than any writer has. */
	private static final Duration AHEAD = Duration.ofDays(1);

	private final Manifest manifest;

	private final Garbage garbage;

	private final PassageIndex index;

	private final GarbageSweep sweep;

	private final KnowledgeCollections collections;

	CollectionRemoval(Manifest manifest, Garbage garbage, PassageIndex index, GarbageSweep sweep,
			KnowledgeCollections collections) {
		this.manifest = manifest;
		this.garbage = garbage;
		this.index = index;
		this.sweep = sweep;
		this.collections = collections;
	}

	/** The name of the index that is configured; empty if it follows the manifest. */
	public String index() {
		return this.index.name();
	}

	/** The collections of a tenant that hold anything, or ever did. */
	public List<CollectionPlace> places(String tenantTag) {
		return this.garbage.places().stream().filter((place) -> place.tenantTag().equals(tenantTag)).toList();
	}

	/** Deletes some documents; answers with how many there were, 0 after the last. */
	public int drop(CollectionPlace place) {
		List<String> documents = this.manifest.ids(place, "", PAGE);
		documents.forEach((document) -> this.manifest.drop(place, document, null));
		if (!documents.isEmpty()) {
			this.index.changed(known(place));
		}
		return documents.size();
	}

	/**
	 * Deletes what the index still holds, whether it is listed or not. What a writer may
	 * still be writing is deleted when its time has passed, at the longest two minutes
	 * after {@code limits.ingest-timeout}.
	 * @param deadline when no further version is deleted
	 * @return whether it holds nothing any more, and nobody writes
	 * @throws StoreUnavailableException if it does not confirm that
	 */
	public boolean sweep(CollectionPlace place, Deadline deadline) {
		if (this.index.name().isEmpty()) {
			return true;
		}
		try {
			KnownCollection collection = known(place);
			if (!this.sweep.sweep(collection, Duration.ZERO, deadline)) {
				return false;
			}
			CollectionSums sums = this.manifest.look(place);
			boolean holdsNothing = Stream.of(sums.generation(), sums.other())
				.filter((generation) -> !generation.isEmpty())
				.allMatch((generation) -> holdsNothing(collection, Generation.parse(generation)));
			return holdsNothing && isSwept(place);
		}
		catch (IndexUnavailableException ex) {
			throw new StoreUnavailableException("knowledge-index", ex);
		}
	}

	/** Whether nothing is listed that the index may still hold. */
	public boolean isSwept(CollectionPlace place) {
		return this.index.name().isEmpty() || this.garbage.of(place, this.index.name(), AHEAD, 1).isEmpty();
	}

	private boolean holdsNothing(KnownCollection collection, Generation generation) {
		Held held = this.index.held(Shelf.shared(collection, generation), "", Deadline.after(PATIENCE));
		if (!held.versions().isEmpty()) {
			this.garbage.discard(collection.place(), this.index.name(), generation,
					held.versions()
						.stream()
						.map((one) -> new Garbage.Version(one.document(), one.version(), one.passages()))
						.toList());
		}
		return held.versions().isEmpty() && held.next().isEmpty();
	}

	/** One that is not configured any more is removed as well. */
	private KnownCollection known(CollectionPlace place) {
		CollectionProperties properties = this.collections.all()
			.getOrDefault(place.collection(),
					new CollectionProperties("und", Set.of(), CollectionProperties.Write.OPS, false, false));
		return new KnownCollection(place.collection(), place, properties);
	}

}
