package dev.agentservice.knowledge.index.lucene;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.Changes;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a collection that follows the manifest: made of it once, then changed by its
 * log. Only passages that models may see are in it.
 */
final class CollectionCopy implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CollectionCopy.class);

	private static final int PAGE = 200;

	/** So many documents are read while a request waits. */
	private static final int FEW = 10;

	/** Longer than that nobody follows at a stretch. */
	private static final Duration MOST = Duration.ofMinutes(10);

	private final CollectionPlace place;

	private final String language;

	private final Manifest manifest;

	private final DocumentTags tags;

	private final CopiedVectors vectors;

	private final Runnable damaged;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile LuceneCopy lucene;

	/** The log says when it is another one; null as long as nothing was stored. */
	private volatile @Nullable Generation generation;

	private String known = "";

	private boolean whole;

	/**
	 * A copy of nothing so far.
	 * @param vectors where vectors are; null if another index searches them
	 * @param damaged what is done about each damaged document that is skipped
	 */
	CollectionCopy(KnownCollection collection, Manifest manifest, @Nullable Vectors vectors, DocumentTags tags,
			Runnable damaged) {
		this.place = collection.place();
		this.language = collection.properties().language();
		this.manifest = manifest;
		this.tags = tags;
		this.vectors = new CopiedVectors(collection.place(), manifest, vectors, damaged);
		this.damaged = damaged;
		this.lucene = new LuceneCopy(this.language);
	}

	/** How its texts are compared. */
	Generation generation() {
		Generation known = this.generation;
		return (known != null) ? known : Generation.BY_WORDS;
	}

	List<Candidate> matching(String query, int most) {
		return found((copy) -> copy.matching(query, most));
	}

	List<Candidate> nearest(Generation of, float[] vector, int most) {
		return found((copy) -> copy.nearest(of, vector, most));
	}

	/** Another copy may take the place of one that is being searched. */
	private List<Candidate> found(Function<LuceneCopy, List<Candidate>> search) {
		LuceneCopy now = this.lucene;
		try {
			return search.apply(now);
		}
		catch (AlreadyClosedException ex) {
			LuceneCopy next = this.lucene;
			if (next == now) {
				throw ex;
			}
			return search.apply(next);
		}
	}

	/**
	 * Brings it up to date, until the log has nothing more to tell. What fails here is
	 * done again the next time, since what is known moves on only afterwards.
	 */
	void follow() {
		Deadline deadline = Deadline.after(MOST);
		this.lock.lock();
		try {
			boolean more = true;
			while (more && !deadline.passed()) {
				if (!isWhole()) {
					make();
				}
				more = takeChanges(deadline);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes in what has changed, if that can be done in time: neither waits for somebody
	 * else who does, nor makes it anew, unless there is next to nothing in it.
	 */
	void catchUp(Deadline deadline) throws InterruptedException {
		if (!this.lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
			return;
		}
		try {
			if (isWhole()) {
				takeChanges(deadline);
			}
			if (!isWhole() && this.manifest.look(this.place).documents() <= FEW) {
				make();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isWhole() {
		return this.whole && this.lucene.isOpen();
	}

	/** Whether there may be more to do. */
	private boolean takeChanges(Deadline deadline) {
		Changes changes = this.manifest.changes(this.place, this.known);
		if (changes.trimmed()) {
			this.whole = false;
			return true;
		}
		Set<String> taken = new HashSet<>();
		String last = this.known;
		for (Map.Entry<String, String> change : changes.documents().entrySet()) {
			if (deadline.passed()) {
				break;
			}
			// It is read as it is now, so that its later changes are in it.
			if (taken.add(change.getValue())) {
				take(this.lucene, change.getValue(), compared());
			}
			last = change.getKey();
		}
		if (!taken.isEmpty()) {
			this.lucene.refresh();
			this.known = last;
		}
		return !changes.documents().isEmpty();
	}

	/** What changes while it is made stands in the log behind the end that was read. */
	private void make() {
		CollectionSums sums = this.manifest.look(this.place);
		Generation compared = sums.generation().isEmpty() ? null : Generation.parse(sums.generation());
		LuceneCopy fresh = new LuceneCopy(this.language);
		try {
			fill(fresh, compared);
		}
		catch (RuntimeException | Error ex) {
			fresh.close();
			throw ex;
		}
		LuceneCopy old = this.lucene;
		this.lucene = fresh;
		this.generation = compared;
		this.known = sums.logEnd();
		this.whole = true;
		old.close();
	}

	private void fill(LuceneCopy fresh, @Nullable Generation compared) {
		String after = "";
		List<String> page = this.manifest.ids(this.place, after, PAGE);
		while (!page.isEmpty()) {
			page.forEach((document) -> take(fresh, document, compared));
			after = page.getLast();
			page = this.manifest.ids(this.place, after, PAGE);
		}
		fresh.refresh();
	}

	private @Nullable Generation compared() {
		if (this.generation == null) {
			String now = this.manifest.look(this.place).generation();
			this.generation = now.isEmpty() ? null : Generation.parse(now);
		}
		return this.generation;
	}

	private void take(LuceneCopy copy, String document, @Nullable Generation compared) {
		copy.replace(document, rows(document, compared));
	}

	/** None if it is damaged: the other documents are found nevertheless. */
	private List<LuceneCopy.Row> rows(String document, @Nullable Generation compared) {
		try {
			return this.manifest.read(this.place, document)
				.map((stored) -> rows(document, stored, (compared != null) ? compared : stored.entry().comparedBy()))
				.orElse(List.of());
		}
		catch (UnreadableStateException _) {
			logger.atError().addKeyValue("document", document).log("A stored document is damaged and is not found");
			this.damaged.run();
			return List.of();
		}
	}

	private List<LuceneCopy.Row> rows(String document, StoredDocument stored, Generation generation) {
		Set<Integer> hidden = new HashSet<>();
		stored.entry().quarantined().forEach((one) -> hidden.add(one.n()));
		List<Integer> shown = IntStream.range(0, stored.passages().size())
			.filter((n) -> !hidden.contains(n))
			.boxed()
			.toList();
		Map<Integer, float[]> vectors = this.vectors.of(document, stored.entry(), generation, shown);
		return shown.stream().map((n) -> {
			StoredPassage passage = stored.passages().get(n);
			PassageId id = new PassageId(document, stored.entry().version(), n);
			return new LuceneCopy.Row(id, this.tags.seal(this.place, id, passage.sha256()),
					Passage.whole(passage.heading(), passage.text()), generation, vectors.get(n));
		}).toList();
	}

	/** Its holder changes the copy. */
	ReentrantLock lock() {
		return this.lock;
	}

	/** What it searches now. */
	LuceneCopy lucene() {
		return this.lucene;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.lucene.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}
