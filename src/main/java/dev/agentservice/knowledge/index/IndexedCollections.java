package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.Generation;
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

	private final String index;

	private final LongSupplier nanoTime;

	private final Map<CollectionPlace, Known> known = new ConcurrentHashMap<>();

	/**
	 * None is known so far.
	 * @param index the name of the index
	 */
	public IndexedCollections(Manifest manifest, String index) {
		this(manifest, index, System::nanoTime);
	}

	IndexedCollections(Manifest manifest, String index, LongSupplier nanoTime) {
		this.manifest = manifest;
		this.index = index;
		this.nanoTime = nanoTime;
	}

	/**
	 * How the texts of a collection are compared; nothing if it is empty.
	 * @throws IndexUnavailableException if that cannot be told, or the index does not
	 * hold all of the collection yet
	 */
	public Optional<Generation> generation(CollectionPlace place) {
		CollectionSums sums = sums(place);
		if (sums.documents() == 0) {
			return Optional.empty();
		}
		if (!sums.index().equals(this.index)) {
			throw new IndexUnavailableException("the index is still being filled with the collection", null);
		}
		return Optional.of(Generation.parse(sums.generation()));
	}

	/** How many passages it has. */
	public long passages(CollectionPlace place) {
		return sums(place).passages();
	}

	private CollectionSums sums(CollectionPlace place) {
		Known now = this.known.get(place);
		if (now != null && this.nanoTime.getAsLong() - now.at() < FRESH.toNanos() && now.sums().documents() > 0) {
			return now.sums();
		}
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
