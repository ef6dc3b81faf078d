package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

import org.springframework.stereotype.Component;

/**
 * Writes into the index what the manifest is about to say, always in this order: listed
 * as garbage, written into the index, switched to in the manifest. With an index that
 * follows the manifest nothing of that is needed.
 */
@Component
public class IndexUpdates {

	/** After the end of its time a request may still be under way for so long. */
	private static final Duration GRACE = Duration.ofMinutes(2);

	private static final Duration REACHED = Duration.ofSeconds(1);

	private final PassageIndex index;

	private final Garbage garbage;

	private final Manifest manifest;

	private final Vectors vectors;

	private final IndexRows rows;

	private final GarbageSweep sweep;

	IndexUpdates(PassageIndex index, Garbage garbage, Manifest manifest, Vectors vectors, IndexRows rows,
			GarbageSweep sweep) {
		this.index = index;
		this.garbage = garbage;
		this.manifest = manifest;
		this.vectors = vectors;
		this.rows = rows;
		this.sweep = sweep;
	}

	/** The name of the index; empty if it follows the manifest. */
	public String index() {
		return this.index.name();
	}

	/** The same for a collection: what users own is in no index that others search. */
	public String index(KnownCollection collection) {
		return collection.isOwn() ? "" : index();
	}

	/** Which index that is; empty if it cannot be told: then it is filled later. */
	public String instance(KnownCollection collection, Generation of) {
		if (collection.isOwn()) {
			return "";
		}
		try {
			return this.index.instance(collection, of, false, Deadline.after(REACHED));
		}
		catch (IndexUnavailableException _) {
			return "";
		}
	}

	/**
	 * A document is about to be stored: from here on its collection is swept. It is said
	 * each time, since the erasure of a tenant takes its collections off the list.
	 */
	public void begin(CollectionPlace place) {
		if (place.owner() == null) {
			this.garbage.remember(place);
		}
	}

	/**
	 * Writes a version that does not count yet.
	 * @param packed the vectors of all its passages, or none
	 * @return what is to be said of it; nothing if another writer or a deletion came in
	 * between
	 * @throws dev.agentservice.knowledge.index.IndexUnavailableException if it cannot be
	 * written in time
	 */
	public Optional<DocumentEntry> write(KnownCollection collection, Manifest.Writer writer, DocumentEntry entry,
			List<StoredPassage> passages, List<PackedVector> packed, Deadline deadline) {
		if (index(collection).isEmpty()) {
			return Optional.of(entry);
		}
		if (!this.garbage.note(writer, entry, deadline.remaining().plus(GRACE))) {
			return Optional.empty();
		}
		Map<Integer, PackedVector> numbered = new HashMap<>();
		for (int n = 0; n < packed.size(); n++) {
			numbered.put(n, packed.get(n));
		}
		return Optional.of(entry.at(written(collection, entry,
				this.rows.of(collection.place(), writer.document(), entry, passages, numbered), deadline)));
	}

	/**
	 * Writes passages of a version that counts, before they are released.
	 * @param released what is to be said of it afterwards
	 * @return the same, with the index's mark
	 * @throws dev.agentservice.knowledge.index.IndexUnavailableException if they cannot
	 * be written in time
	 */
	public DocumentEntry release(KnownCollection collection, String document, DocumentEntry released,
			Set<Integer> numbers, Deadline deadline) {
		if (index().isEmpty()) {
			return released;
		}
		CollectionPlace place = collection.place();
		Optional<StoredDocument> stored = this.manifest.read(place, document);
		if (stored.isEmpty() || stored.get().entry().version() != released.version()
				|| !this.garbage.note(place, document, index(), released, deadline.remaining().plus(GRACE))) {
			// It has changed, which the manifest is going to say.
			return released;
		}
		CollectionSums sums = this.manifest.look(place);
		long mark = PassageIndex.AT_ONCE;
		for (String generation : List.of(sums.generation(), sums.other())) {
			DocumentEntry in = released.in(Generation.parse(generation));
			if (!generation.isEmpty()
					&& (in.comparedBy().equals(released.comparedBy()) || in.comparedBy().hasVectors())) {
				mark = Math.max(mark, written(collection, in, this.rows.of(place, document, in, stored.get().passages(),
						vectors(place, document, in, numbers), numbers::contains), deadline));
			}
		}
		return released.at(mark);
	}

	private Map<Integer, PackedVector> vectors(CollectionPlace place, String document, DocumentEntry entry,
			Collection<Integer> numbers) {
		return entry.comparedBy().hasVectors()
				? this.vectors.find(place, document, entry.version(), entry.comparedBy(), numbers) : Map.of();
	}

	/**
	 * Writes a version that counts in another generation, of which it has vectors.
	 * @return the index's mark; -1 if the version does not count any more
	 * @throws dev.agentservice.knowledge.index.IndexUnavailableException if it cannot be
	 * written in time
	 */
	public long writeBeside(KnownCollection collection, String document, StoredDocument stored, Generation of,
			Deadline deadline) {
		DocumentEntry entry = stored.entry().in(of);
		if (index().isEmpty()) {
			return PassageIndex.AT_ONCE;
		}
		if (!this.garbage.note(collection.place(), document, index(), entry, deadline.remaining().plus(GRACE))) {
			return -1;
		}
		List<Integer> all = IntStream.range(0, entry.passages()).boxed().toList();
		return written(collection, entry, this.rows.of(collection.place(), document, entry, stored.passages(),
				vectors(collection.place(), document, entry, all)), deadline);
	}

	private long written(KnownCollection collection, DocumentEntry entry, List<IndexedPassage> rows,
			Deadline deadline) {
		return rows.isEmpty() ? PassageIndex.AT_ONCE
				: this.index.write(Shelf.shared(collection, entry.comparedBy()), rows, deadline);
	}

	/** Something has changed in the manifest: the index follows, but nobody waits. */
	public void changed(KnownCollection collection) {
		if (collection.isOwn()) {
			return;
		}
		this.index.changed(collection);
		if (!index().isEmpty()) {
			this.sweep.soon(collection);
		}
	}

	/** Whether every search finds a document from now on, for sure. */
	public boolean isFound(KnownCollection collection, DocumentEntry entry) {
		try {
			return entry.mark() == null || this.index.reached(Shelf.shared(collection, entry.comparedBy()),
					entry.mark(), Deadline.after(REACHED));
		}
		catch (IndexUnavailableException _) {
			return false;
		}
	}

	/** Whether searches find what was written in a generation up to a mark. */
	public boolean isFound(KnownCollection collection, Generation generation, long mark) {
		try {
			return mark == PassageIndex.AT_ONCE || mark == PassageIndex.UNKNOWN
					|| this.index.reached(Shelf.shared(collection, generation), mark, Deadline.after(REACHED));
		}
		catch (IndexUnavailableException _) {
			return false;
		}
	}

	/** The same of many, for which the index is asked once, at most. */
	public Predicate<DocumentEntry> found(KnownCollection collection, Collection<DocumentEntry> entries) {
		Map<Shelf, Long> last = new HashMap<>();
		for (DocumentEntry entry : entries) {
			if (entry.mark() != null) {
				last.merge(Shelf.shared(collection, entry.comparedBy()), entry.mark(), Math::max);
			}
		}
		Deadline deadline = Deadline.after(REACHED);
		last.replaceAll((shelf, mark) -> found(shelf, mark, deadline));
		return (entry) -> entry.mark() == null
				|| last.getOrDefault(Shelf.shared(collection, entry.comparedBy()), -1L) >= entry.mark();
	}

	private long found(Shelf shelf, long mark, Deadline deadline) {
		try {
			return this.index.found(shelf, mark, deadline);
		}
		catch (IndexUnavailableException _) {
			return -1;
		}
	}

	/** Whether the index takes anything; false if it failed lately. */
	public boolean isAvailable() {
		return this.index.isAvailable();
	}

	/** Whether a collection is searched by words, too; also if that cannot be told. */
	public boolean findsWords(KnownCollection collection) {
		try {
			return this.index.findsWords(collection, Deadline.after(REACHED));
		}
		catch (IndexUnavailableException _) {
			return true;
		}
	}

}
