package dev.agentservice.knowledge.index.lucene;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.apache.lucene.store.AlreadyClosedException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The index in this process. A collection is copied at its first search; what other
 * replicas change is seen within two seconds. While Redis is unavailable it finds what it
 * has. There are so many copies at most; the one that was not searched for longest makes
 * room for another.
 */
@Component
class EmbeddedIndex implements PassageIndex, CatchUp {

	private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

	/** A copy that nobody has searched for so long is dropped. */
	private static final Duration IDLE = Duration.ofHours(1);

	/** So long a request that has changed a document waits for it to be found here. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final Age age = new Age();

	private final Manifest manifest;

	private final int most;

	private final Function<KnownCollection, CollectionCopy> copies;

	private final Map<CollectionPlace, OpenCopy> open = new ConcurrentHashMap<>();

	@Autowired
	EmbeddedIndex(Manifest manifest, Vectors vectors, DocumentTags tags, KnowledgeProperties properties,
			Scheduler scheduler, EmbeddedIndexMetrics metrics) {
		this(manifest, properties.limits().embeddedCopies(), (collection) -> new CollectionCopy(collection, manifest,
				properties.outsideIndex().isEmpty() ? vectors : null, tags, metrics::damaged));
		if (properties.isOn()) {
			scheduler.background("knowledge-follow", LOOK_EVERY, LOOK_EVERY, this::follow);
		}
	}

	EmbeddedIndex(Manifest manifest, int most, Function<KnownCollection, CollectionCopy> copies) {
		this.manifest = manifest;
		this.most = most;
		this.copies = copies;
	}

	@Override
	public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
		return copy(scope.collection(), deadline).map((copy) -> searched(() -> copy.matching(query, most)))
			.orElse(List.of());
	}

	@Override
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		return copy(collection, deadline).map(CollectionCopy::generation);
	}

	@Override
	public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
		return copy(scope.collection(), deadline).map((copy) -> searched(() -> copy.nearest(of, vector, most)))
			.orElse(List.of());
	}

	/** The copy of a collection; none if that is empty. */
	private Optional<CollectionCopy> copy(KnownCollection collection, Deadline deadline) {
		if (!this.open.containsKey(collection.place()) && isEmpty(collection)) {
			return Optional.empty();
		}
		OpenCopy found = this.open.compute(collection.place(),
				(_, there) -> (there == null || there.hasFailed()) ? open(collection) : there);
		makeRoom(found);
		return Optional.of(found.await(deadline));
	}

	private static List<Candidate> searched(Supplier<List<Candidate>> search) {
		try {
			return search.get();
		}
		catch (UncheckedIOException | AlreadyClosedException ex) {
			throw new IndexUnavailableException("the copy of a collection cannot be searched", ex);
		}
	}

	private OpenCopy open(KnownCollection collection) {
		return new OpenCopy(() -> this.copies.apply(collection));
	}

	/** Of nothing there need be no copy, however many ask. */
	private boolean isEmpty(KnownCollection collection) {
		try {
			return this.manifest.look(collection.place()).documents() == 0;
		}
		catch (StoreUnavailableException ex) {
			throw new IndexUnavailableException("the copy of a collection cannot be made", ex);
		}
	}

	/** They are only let go: a search that is under way goes on. */
	private void makeRoom(OpenCopy wanted) {
		while (this.open.size() > this.most) {
			this.open.entrySet()
				.stream()
				.filter((one) -> one.getValue() != wanted)
				.max(Comparator.comparing((one) -> one.getValue().idle()))
				.ifPresent((one) -> this.open.remove(one.getKey(), one.getValue()));
		}
	}

	/** A collection that nobody has searched here needs no copy. */
	@Override
	public void changed(KnownCollection collection) {
		OpenCopy found = this.open.get(collection.place());
		if (found != null) {
			found.catchUp(Deadline.after(PATIENCE));
		}
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	/**
	 * Where there are only requests, they follow: copies of a process that was frozen are
	 * behind.
	 */
	@Override
	public void catchUp() {
		if (!this.open.isEmpty() && this.age.exceeds(LOOK_EVERY)) {
			follow();
		}
	}

	/** How many copies there are. */
	int copies() {
		return this.open.size();
	}

	/** Only what was read entirely is of the time when that began. */
	void follow() {
		long began = this.age.now();
		boolean read = true;
		for (Map.Entry<CollectionPlace, OpenCopy> one : List.copyOf(this.open.entrySet())) {
			OpenCopy copy = one.getValue();
			if (copy.hasFailed() || copy.idle().compareTo(IDLE) > 0) {
				this.open.remove(one.getKey(), copy);
				copy.close();
			}
			else {
				read &= copy.follow();
			}
		}
		if (read) {
			this.age.renewed(began);
		}
	}

}
