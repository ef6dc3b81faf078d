package dev.agentservice.knowledge.index;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.knowledge.manifest.CheckedHit;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.Staged;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.knowledge.manifest.TestCollection;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.reembed.TestModel;
import dev.agentservice.knowledge.reembed.TestReembedding;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.knowledge.upkeep.TestUpkeep;
import dev.agentservice.knowledge.upkeep.VersionWriter;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.ReplicaContext;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A collection with its index, whose documents are stored and checked as the service does
 * it, and that is searched by comparing everything as well.
 */
public final class IndexedDocuments {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration DAY = Duration.ofDays(1);

	public final KnownCollection collection;

	public final PassageIndex index;

	private final ReplicaContext replica;

	private Generation generation;

	private final Manifest manifest;

	private final Vectors vectors;

	private final DocumentTags tags;

	private final TestUpkeep upkeep;

	public IndexedDocuments(ReplicaContext replica, PassageIndex index, Generation generation, Stops stops) {
		this(replica, index, generation, stops, new CollectionPlace(Ulid.next(Clock.systemUTC()), "handbook"));
	}

	private IndexedDocuments(ReplicaContext replica, PassageIndex index, Generation generation, Stops stops,
			CollectionPlace place) {
		this.replica = replica;
		this.index = index;
		this.generation = generation;
		this.manifest = stops.watched(replica.get(Manifest.class));
		this.vectors = stops.watched(replica.get(Vectors.class));
		this.tags = replica.get(DocumentTags.class);
		this.upkeep = TestUpkeep.of(stops.watched(index), stops.watched(replica.get(Garbage.class)), this.manifest,
				this.vectors, this.tags);
		this.collection = new KnownCollection(place.collection(), place,
				new CollectionProperties("en", Set.of(), CollectionProperties.Write.KNOWLEDGE, false, false));
	}

	/** The same collection with another index. */
	IndexedDocuments with(PassageIndex other) {
		return new IndexedDocuments(this.replica, other, this.generation, new Stops(), this.collection.place());
	}

	/** The same collection with an index that follows the manifest by itself. */
	public IndexedDocuments withoutIndex() {
		return with(new NoIndex());
	}

	/** Whether the index holds all of it, as far as is known. */
	public boolean isHeld() {
		try {
			return this.index.generation(this.collection, Deadline.after(PATIENCE)).isPresent();
		}
		catch (IndexUnavailableException _) {
			return false;
		}
	}

	/** From now on it is searched in another generation. */
	void comparedBy(Generation other) {
		this.generation = other;
	}

	/** What moves it to another model; a process that ends makes none of its calls. */
	TestReembedding reembedding(Stops stops, TestModel model) {
		return TestReembedding.of(this.replica.get(KnowledgeStores.class), stops::watched, this.manifest, this.vectors,
				this.upkeep.updates(), this.replica.get(CollectionRoom.class), model);
	}

	/** A replica that ended. */
	void forgetReplica() {
		new TestCollection(this.manifest, this.replica.store(), this.collection.place()).call("DEL", "reembedding");
	}

	/** All keys of the collection that have vectors of a generation besides. */
	List<String> keysBeside() {
		return this.replica.store()
			.scan("as:{k:" + this.collection.place().tenantTag() + ":*:vec:*:p/*", "", 1_000_000)
			.join()
			.keys();
	}

	long bytes() {
		return this.manifest.look(this.collection.place()).bytes();
	}

	Shelf shelf() {
		return Shelf.shared(this.collection, this.generation);
	}

	/** Stores a document with a passage for each of these vectors. */
	public SwitchOutcome put(String document, List<float[]> of, String... texts) {
		return put(this.generation, document, of, List.of(), texts);
	}

	/** The same by a replica with another model, whose vectors are written beside. */
	SwitchOutcome put(Generation configured, String document, List<float[]> of, List<float[]> beside, String... texts) {
		CollectionPlace place = this.collection.place();
		this.upkeep.updates().begin(place);
		Manifest.Writer writer = new Manifest.Writer(place, document, Ulid.next(Clock.systemUTC()),
				this.upkeep.updates().index(), this.upkeep.updates().instance(this.collection, configured), null);
		Staged staged = this.manifest.stage(writer, null, writer.token(),
				new Manifest.Terms(PATIENCE, configured.toString(), 10_000));
		if (!(staged instanceof Staged.Begun begun)) {
			return SwitchOutcome.LOST;
		}
		List<StoredPassage> passages = IntStream.range(0, of.size())
			.mapToObj((n) -> passage(document, n, texts))
			.toList();
		DocumentEntry entry = new DocumentEntry(begun.version(), document, document, null, Map.of(), writer.token(), 0,
				0, List.of(), Set.of(), "kim", Instant.EPOCH)
			.in(begun.active())
			.of(begun.version(), passages);
		SwitchOutcome outcome = this.upkeep.versions()
			.store(this.collection, writer.making(begun.making()), entry, passages, packed(of, beside),
					new VersionWriter.Most(100_000, null), Deadline.after(PATIENCE))
			.outcome();
		if (outcome != SwitchOutcome.SWITCHED) {
			this.manifest.abandon(writer, begun.version());
		}
		return outcome;
	}

	private static VersionWriter.Packed packed(List<float[]> of, List<float[]> beside) {
		return new VersionWriter.Packed(of.stream().map(PackedVector::of).toList(),
				beside.stream().map(PackedVector::of).toList());
	}

	private static StoredPassage passage(String document, int n, String... texts) {
		String text = (texts.length > 0) ? texts[n % texts.length] : "Passage " + n + " of " + document + ".";
		return new StoredPassage(text, "", 0, text.length(), "sha of " + document + n, List.of());
	}

	/** Deletes a document; what the index holds of it is garbage then. */
	void drop(String document) {
		this.manifest.drop(this.collection.place(), document, null);
	}

	void sweep() {
		this.upkeep.sweep(this.collection, Duration.ZERO);
	}

	/** The same after writers that were killed have been given up. */
	void sweepLater() {
		TestCollection raw = new TestCollection(this.manifest, this.replica.store(), this.collection.place());
		for (String document : List.of("d", "e", "f")) {
			raw.call("DEL", "stage:" + document);
		}
		this.upkeep.sweep(this.collection, DAY);
	}

	public void fill() {
		this.upkeep.fill(this.collection);
	}

	void forget() {
		this.upkeep.forget(this.collection);
	}

	boolean isFound(String document) {
		Optional<DocumentEntry> entry = this.manifest.entry(this.collection.place(), document);
		return entry.isPresent() && this.upkeep.updates().isFound(this.collection, entry.get());
	}

	/** How many versions the index still has to delete, also those whose time comes. */
	int garbage() {
		return this.replica.get(Garbage.class).of(this.collection.place(), this.index.name(), DAY, 1000).size();
	}

	/** What counts, with its vectors. */
	public Map<PassageId, float[]> current() {
		CollectionPlace place = this.collection.place();
		Map<PassageId, float[]> current = new TreeMap<>(Comparator.comparing(PassageId::document)
			.thenComparingLong(PassageId::version)
			.thenComparingInt(PassageId::n));
		for (String document : this.manifest.ids(place, "", 10_000)) {
			StoredDocument stored = this.manifest.read(place, document).orElseThrow();
			this.vectors
				.find(place, document, stored.entry().version(), this.generation,
						IntStream.range(0, stored.passages().size()).boxed().toList())
				.forEach((n, vector) -> current.put(new PassageId(document, stored.entry().version(), n),
						vector.unpack(this.generation.dimension())));
		}
		return current;
	}

	/** The nearest that count, by comparing all. */
	List<PassageId> exact(float[] query, int most) {
		Map<PassageId, float[]> current = current();
		return current.entrySet()
			.stream()
			.sorted(Comparator.comparingDouble((one) -> -TestVectors.cosine(one.getValue(), query)))
			.limit(most)
			.map(Map.Entry::getKey)
			.toList();
	}

	/** The nearest that the index finds and that pass the checks. */
	List<PassageId> nearest(float[] query, int most) {
		return checked(
				this.index.nearest(Scope.shared(this.collection), this.generation, query, 50, Deadline.after(PATIENCE)))
			.stream()
			.limit(most)
			.toList();
	}

	List<PassageId> matching(String query) {
		return checked(this.index.matching(Scope.shared(this.collection), query, 50, Deadline.after(PATIENCE)));
	}

	public List<PassageId> checked(List<Candidate> found) {
		List<PassageId> checked = new ArrayList<>();
		List<CheckedHit> answers = this.manifest
			.check(this.collection.place(), found.stream().map(Candidate::id).toList())
			.join();
		for (int i = 0; i < found.size(); i++) {
			PassageId id = found.get(i).id();
			if (answers.get(i) instanceof CheckedHit.Current current
					&& seal(id, current.passage().sha256()).equals(found.get(i).seal())) {
				checked.add(id);
			}
		}
		return checked;
	}

	public String seal(PassageId id, String sha256) {
		return this.tags.seal(this.collection.place(), id, sha256);
	}

	void assertExact(float[] query, int most) {
		assertThat(nearest(query, most)).isEqualTo(exact(query, most));
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, Vectors.class, Garbage.class, DocumentTags.class,
			CollectionRoom.class })
	public static class Wiring {

		@Bean
		dev.agentservice.identity.UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

	}

}
