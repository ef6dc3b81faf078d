package dev.agentservice.knowledge.index.lucene;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.knowledge.index.OwnPassages;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.schedule.Scheduler;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Copies of what users own, one for each user and collection: a search has nobody else's
 * passages before it. A copy is made at the first search and brought up to date by the
 * log at each further one, so every replica finds what any other has stored. An erasure
 * takes the log with it, and the copy is made anew, of nothing.
 */
@Component
class OwnCopies implements OwnPassages {

	/** A copy that was not searched for so long is dropped. */
	private static final Duration IDLE = Duration.ofMinutes(5);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

	private final Manifest manifest;

	private final Vectors vectors;

	private final DocumentTags tags;

	private final Runnable damaged;

	private final long most;

	private final Map<CollectionPlace, OwnCopy> copies = new ConcurrentHashMap<>();

	@Autowired
	OwnCopies(Manifest manifest, Vectors vectors, DocumentTags tags, KnowledgeProperties properties,
			Scheduler scheduler, EmbeddedIndexMetrics metrics) {
		this(manifest, vectors, tags, properties.personal().cache().toBytes(), metrics::damaged);
		if (properties.hasPersonal()) {
			scheduler.background("knowledge-own", LOOK_EVERY, LOOK_EVERY, () -> dropIdle(IDLE));
		}
	}

	OwnCopies(Manifest manifest, Vectors vectors, DocumentTags tags, long most, Runnable damaged) {
		this.manifest = manifest;
		this.vectors = vectors;
		this.tags = tags;
		this.most = most;
		this.damaged = damaged;
	}

	@Override
	public PassageIndex of(KnownCollection own) {
		return new OwnSearch(() -> copy(own));
	}

	@Override
	public void forget(String userTag) {
		this.copies.forEach((place, copy) -> {
			if (place.ownerTag().equals(userTag)) {
				drop(place, copy);
			}
		});
	}

	/** A copy that is up to date; none if there is nothing to copy. */
	private Optional<CollectionCopy> copy(KnownCollection own) {
		CollectionPlace place = own.place();
		if (!this.copies.containsKey(place) && this.manifest.look(place).documents() == 0) {
			return Optional.empty();
		}
		OwnCopy found = this.copies.computeIfAbsent(place,
				(_) -> new OwnCopy(new CollectionCopy(own, this.manifest, this.vectors, this.tags, this.damaged)));
		found.used();
		found.follow();
		makeRoom(found);
		return Optional.of(found.copy());
	}

	/** They are only let go: a search that is under way goes on. */
	private void makeRoom(OwnCopy wanted) {
		while (this.copies.size() > 1 && bytes() > this.most) {
			this.copies.entrySet()
				.stream()
				.filter((one) -> one.getValue() != wanted)
				.max(Comparator.comparing((one) -> one.getValue().idle()))
				.ifPresent((one) -> this.copies.remove(one.getKey(), one.getValue()));
		}
	}

	void dropIdle(Duration idle) {
		this.copies.forEach((place, copy) -> {
			if (copy.idle().compareTo(idle) > 0) {
				drop(place, copy);
			}
		});
	}

	private void drop(CollectionPlace place, OwnCopy copy) {
		if (this.copies.remove(place, copy)) {
			copy.copy().close();
		}
	}

	/** How much memory they take. */
	long bytes() {
		return List.copyOf(this.copies.values()).stream().mapToLong((one) -> one.bytes).sum();
	}

	/** How many there are. */
	int size() {
		return this.copies.size();
	}

	/** A copy, when it was searched last, and what it took then. */
	private static final class OwnCopy {

		private final CollectionCopy copy;

		private volatile long usedAt = System.nanoTime();

		private volatile long bytes;

		OwnCopy(CollectionCopy copy) {
			this.copy = copy;
		}

		CollectionCopy copy() {
			return this.copy;
		}

		/** Nobody else's search measures it. */
		void follow() {
			this.copy.follow();
			this.bytes = this.copy.lucene().bytes();
		}

		void used() {
			this.usedAt = System.nanoTime();
		}

		Duration idle() {
			return Duration.ofNanos(System.nanoTime() - this.usedAt);
		}

	}

}
