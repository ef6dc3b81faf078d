package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;

/**
 * What the manifest says of the collections that an index outside of this process holds,
 * as of a second ago: a search need not wait for it each time. Thread-safe.
 */
public final class IndexedCollections {

	private static final Duration FRESH = Duration.ofSeconds(1);

	/** As many as are remembered. */
	private static final int MOST = 10_000;

	private final Manifest manifest;

	private final PassageIndex index;

	private final LongSupplier nanoTime;

	private final Map<CollectionPlace, Known> known = new ConcurrentHashMap<>();

	private final Set<CollectionPlace> lost = ConcurrentHashMap.newKeySet();

	/**
	 * None is known so far.
	 * @param index the index
	 */
	public IndexedCollections(Manifest manifest, PassageIndex index) {
		this(manifest, index, System::nanoTime);
	}

	IndexedCollections(Manifest manifest, PassageIndex index, LongSupplier nanoTime) {
		this.manifest = manifest;
		this.index = index;
		this.nanoTime = nanoTime;
	}

	/**
	 * How the texts of a collection are compared; nothing if it is empty.
	 * @throws IndexUnavailableException if that cannot be told, or the index does not
	 * hold all of the collection yet
	 */
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		CollectionSums sums = sums(collection.place());
		if (sums.documents() == 0) {
			return Optional.empty();
		}
		Generation generation = Generation.parse(sums.generation());
		if (!sums.index().equals(this.index.instance(collection, generation, false, deadline))) {
			throw new IndexUnavailableException("the index is still being filled with the collection", null);
		}
		return Optional.of(generation);
	}

	/** How many passages it has. */
	public long passages(CollectionPlace place) {
		return sums(place).passages();
	}

	/**
	 * What a search by vectors has found. It finds something in every collection that has
	 * any passages, so nothing means that the index has lost them.
	 * @throws IndexUnavailableException if it has
	 */
	public List<Candidate> demandAny(CollectionPlace place, Generation of, List<Candidate> found) {
		if (!found.isEmpty()) {
			this.lost.remove(place);
			return found;
		}
		CollectionSums sums = look(place);
		if (sums.generation().equals(of.toString()) && sums.passages() > sums.quarantined()) {
			this.lost.add(place);
			throw new IndexUnavailableException("the index finds nothing in a collection that is not empty", null);
		}
		return found;
	}

	/** Whether that was so since this was asked last: then it is filled once. */
	public boolean isLost(CollectionPlace place) {
		return this.lost.remove(place);
	}

	private CollectionSums sums(CollectionPlace place) {
		Known now = this.known.get(place);
		if (now != null && this.nanoTime.getAsLong() - now.at() < FRESH.toNanos() && now.sums().documents() > 0) {
			return now.sums();
		}
		return look(place);
	}

	private CollectionSums look(CollectionPlace place) {
		try {
			CollectionSums sums = this.manifest.look(place);
			if (this.known.size() >= MOST) {
				this.known.clear();
			}
			this.known.put(place, new Known(sums, this.nanoTime.getAsLong()));
			return sums;
		}
		catch (StoreUnavailableException ex) {
			throw new IndexUnavailableException("the collection cannot be looked up", ex);
		}
	}

	/** What was said, and when. */
	private record Known(CollectionSums sums, long at) {

	}

}
