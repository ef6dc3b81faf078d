package dev.agentservice.knowledge.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Garbage.Filling;
import dev.agentservice.knowledge.manifest.Garbage.Step;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Fills an index with a collection that it does not hold: after another index was
 * configured, or the database was lost. Nothing is paid for it, since the vectors are in
 * Redis. One replica at a time does it; after a crash another one begins anew.
 */
@Component
class IndexFill {

	private static final Logger logger = LoggerFactory.getLogger(IndexFill.class);

	private static final int PAGE = 50;

	/** For one document, and until a replica that fills is taken for dead. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** What this replica has written, and searches do not see yet. */
	private final Map<CollectionPlace, Written> written = new ConcurrentHashMap<>();

	private final PassageIndex index;

	private final Garbage garbage;

	private final Manifest manifest;

	private final Vectors vectors;

	private final IndexRows rows;

	IndexFill(PassageIndex index, Garbage garbage, Manifest manifest, Vectors vectors, IndexRows rows) {
		this.index = index;
		this.garbage = garbage;
		this.manifest = manifest;
		this.vectors = vectors;
		this.rows = rows;
	}

	/** Fills the index if it has to be; what fails is done by a later round. */
	void attempt(KnownCollection collection) {
		try {
			CollectionSums sums = this.manifest.look(collection.place());
			Generation generation = Generation.parse(sums.generation());
			String instance = (sums.documents() == 0) ? ""
					: this.index.instance(collection, generation, true, Deadline.after(PATIENCE));
			begin(new Filler(collection, generation, instance, Ulid.next(Clock.systemUTC())));
		}
		catch (IndexUnavailableException | StoreUnavailableException ex) {
			logger.atWarn()
				.addKeyValue("collection", collection.name())
				.addKeyValue("reason", ex.getMessage())
				.log("An index could not be filled with a collection; it is tried again");
		}
		catch (RuntimeException ex) {
			// What is wrong with one collection is no other one's concern.
			logger.atError()
				.addKeyValue("collection", collection.name())
				.setCause(ex)
				.log("An index cannot be filled with a collection");
		}
	}

	private void begin(Filler filler) {
		if (goesOn(filler)) {
			return;
		}
		if (this.index.isLost(filler.collection())) {
			step(Step.LOST, filler);
		}
		if (step(Step.BEGIN, filler) != Filling.GO) {
			return;
		}
		logger.atInfo()
			.addKeyValue("collection", filler.collection().name())
			.log("An index is filled with a collection");
		LastWritten last = null;
		try {
			last = fill(filler);
		}
		finally {
			if (last == null) {
				step(Step.GIVE_UP, filler);
			}
		}
		if (last != null) {
			end(new Written(filler, last));
		}
	}

	/** What was written is not written, and paid, again because it is not found yet. */
	private boolean goesOn(Filler filler) {
		Written before = this.written.remove(filler.collection().place());
		if (before == null) {
			return false;
		}
		if (before.filler().instance().equals(filler.instance()) && step(Step.RENEW, before.filler()) == Filling.GO) {
			end(before);
			return true;
		}
		step(Step.GIVE_UP, before.filler());
		return false;
	}

	/** Once all of it is found, and what else is there is listed. */
	private void end(Written all) {
		Filler filler = all.filler();
		this.written.put(filler.collection().place(), all);
		if (all.last().isFound(this.index) && discard(all) && isTheSame(filler)) {
			step(Step.END, filler);
			this.written.remove(filler.collection().place());
		}
	}

	/**
	 * With the index in this process: forgets what an index that is not configured any
	 * more still has to delete, once it is so old that no replica with the former
	 * settings is left.
	 */
	void forget(KnownCollection collection, Duration older) {
		Filler filler = new Filler(collection, Generation.BY_WORDS, "", Ulid.next(Clock.systemUTC()));
		try {
			if (this.manifest.look(collection.place()).garbageAge().compareTo(older) > 0
					&& step(Step.BEGIN, filler) == Filling.GO) {
				step(Step.END, filler);
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("The garbage of a former index cannot be forgotten now");
		}
	}

	/** What was written last; null if this replica may not go on. */
	private @Nullable LastWritten fill(Filler filler) {
		CollectionPlace place = filler.collection().place();
		String after = "";
		LastWritten last = new LastWritten(null, "", 0, PassageIndex.AT_ONCE);
		List<String> page = this.manifest.ids(place, after, PAGE);
		while (!page.isEmpty()) {
			for (String document : page) {
				last = write(filler, document).orElse(last);
				if (step(Step.RENEW, filler) != Filling.GO) {
					return null;
				}
			}
			after = page.getLast();
			page = this.manifest.ids(place, after, PAGE);
		}
		return last;
	}

	/**
	 * What was replaced or deleted while the collection was in another index, or what a
	 * backup has brought back, nobody has listed.
	 */
	private boolean discard(Written all) {
		Filler filler = all.filler();
		boolean isSeen = all.last().mark() != PassageIndex.UNKNOWN;
		String next = "";
		do {
			Held held = this.index.held(Shelf.shared(filler.collection(), filler.generation()), next,
					Deadline.after(PATIENCE));
			this.garbage.discard(filler.collection().place(), this.index.name(), filler.generation(),
					held.versions()
						.stream()
						.map((one) -> new Garbage.Version(one.document(), one.version(), one.passages()))
						.toList());
			isSeen = isSeen || held.versions().stream().anyMatch(all.last()::is);
			next = held.next();
		}
		while (!next.isEmpty() && step(Step.RENEW, filler) == Filling.GO);
		return next.isEmpty() && isSeen;
	}

	private boolean isTheSame(Filler filler) {
		return this.index.instance(filler.collection(), filler.generation(), true, Deadline.after(PATIENCE))
			.equals(filler.instance());
	}

	private Filling step(Step step, Filler filler) {
		return this.garbage.fill(step, filler.collection().place(), filler.token(), this.index.name(),
				filler.instance(), PATIENCE.multipliedBy(2));
	}

	/** A damaged document is left out; the others are found nevertheless. */
	private Optional<LastWritten> write(Filler filler, String document) {
		KnownCollection collection = filler.collection();
		CollectionPlace place = collection.place();
		try {
			Optional<StoredDocument> stored = this.manifest.read(place, document);
			// A change meanwhile has it deleted, but not before this is over.
			if (stored.isEmpty()) {
				return Optional.empty();
			}
			DocumentEntry entry = stored.get().entry().in(filler.generation());
			if (!this.garbage.note(place, document, this.index.name(), entry, PATIENCE.multipliedBy(2))) {
				return Optional.empty();
			}
			List<IndexedPassage> all = this.rows.of(place, document, entry, stored.get().passages(),
					vectors(place, document, entry));
			if (all.isEmpty()) {
				return Optional.empty();
			}
			Shelf shelf = Shelf.shared(collection, entry.comparedBy());
			return Optional.of(new LastWritten(shelf, document, entry.version(),
					this.index.write(shelf, all, Deadline.after(PATIENCE))));
		}
		catch (IndexUnavailableException ex) {
			if (!ex.isRefusal()) {
				throw ex;
			}
			logger.atError()
				.addKeyValue("document", document)
				.addKeyValue("reason", ex.getMessage())
				.log("An index refuses a document, which is not found by it");
			return Optional.empty();
		}
		catch (UnreadableStateException _) {
			logger.atError().addKeyValue("document", document).log("A stored document is damaged, and is not indexed");
			return Optional.empty();
		}
	}

	private Map<Integer, PackedVector> vectors(CollectionPlace place, String document, DocumentEntry entry) {
		return entry.comparedBy().hasVectors() ? this.vectors.find(place, document, entry.version(), entry.comparedBy(),
				IntStream.range(0, entry.passages()).boxed().toList()) : Map.of();
	}

	/**
	 * Who fills an index.
	 *
	 * @param collection with what
	 * @param generation how its texts are compared
	 * @param instance which index
	 * @param token by which this replica is known from all others
	 */
	private record Filler(KnownCollection collection, Generation generation, String instance, String token) {

	}

	/** All is written, but not found yet. */
	private record Written(Filler filler, LastWritten last) {

	}

}
