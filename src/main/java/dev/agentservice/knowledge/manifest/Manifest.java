package dev.agentservice.knowledge.manifest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.ManifestJson;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.Text;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The documents of all collections, as they are in Redis. All methods throw
 * {@link StoreUnavailableException} if it is unavailable; then a change was made or was
 * not.
 */
@Component
public class Manifest {

	private static final LuaScript<Staged> STAGE = LuaScript.list(ManifestReplies::staged,
			CollectionPlace.script("know-stage"));

	private static final LuaScript<Write> WRITE = LuaScript.outcome(Write.class, CollectionPlace.script("know-write"));

	private static final LuaScript<SwitchOutcome> SWITCH = LuaScript.outcome(SwitchOutcome.class,
			CollectionPlace.script("know-switch"));

	private static final LuaScript<Long> ABANDON = LuaScript.number(CollectionPlace.script("know-abandon"));

	private static final LuaScript<DropOutcome> DROP = LuaScript.outcome(DropOutcome.class,
			CollectionPlace.script("know-drop"));

	private static final LuaScript<Release> RELEASE = LuaScript.outcome(Release.class,
			CollectionPlace.script("know-release"));

	private static final LuaScript<List<CheckedHit>> HITS = LuaScript.list(ManifestReplies::hits,
			CollectionPlace.script("know-hits"));

	private static final LuaScript<Page> LIST = LuaScript.list(ManifestReplies::page,
			CollectionPlace.script("know-list"));

	private static final LuaScript<List<String>> IDS = LuaScript.list(ManifestReplies::texts,
			CollectionPlace.script("know-ids"));

	private static final LuaScript<Optional<DocumentEntry>> ENTRY = LuaScript.list(ManifestReplies::entry,
			CollectionPlace.script("know-entry"));

	private static final LuaScript<Optional<StoredDocument>> READ = LuaScript.list(ManifestReplies::document,
			CollectionPlace.script("know-read"));

	private static final LuaScript<CollectionSums> LOOK = LuaScript.list(ManifestReplies::sums,
			CollectionPlace.script("know-look"));

	private static final LuaScript<Changes> LOG = LuaScript.list(ManifestReplies::changes,
			CollectionPlace.script("know-log"));

	/** So much goes to Redis at once, in bytes. */
	private static final int BATCH = 256 * 1024;

	/** A page ends after so many bytes. */
	private static final int PAGE = 1024 * 1024;

	/** How long what does not count yet is kept. */
	static final Duration UNSWITCHED = Duration.ofHours(1);

	private static final int CHANGES = 1000;

	private final KnowledgeStores stores;

	Manifest(KnowledgeStores stores) {
		this.stores = stores;
	}

	/**
	 * Begins to store a document.
	 * @param expected the tag that it must have, 0 for none; null for any
	 */
	public Staged stage(Writer writer, @Nullable Long expected, String digest, Terms terms) {
		List<Object> args = new ArrayList<>(
				List.of(writer.document(), writer.token(), terms.patience().toMillis(), Objects.toString(expected, ""),
						digest, terms.generation(), terms.mostDocuments(), writer.index(), writer.instance()));
		if (writer.place().owner() != null) {
			args.addAll(List.of(UUID.randomUUID(), terms.remembered().toMillis(), terms.retention().toMillis(),
					writer.place().tenantTag()));
		}
		return writer.place().in(this.stores).run(STAGE, writer.place().keys(), args);
	}

	/**
	 * Stores the passages of a version that nobody sees yet.
	 * @return false if another writer or a deletion came in between
	 */
	public boolean write(Writer writer, long version, List<StoredPassage> passages) {
		List<Object> batch = head(writer, version);
		int bytes = 0;
		for (int n = 0; n < passages.size(); n++) {
			String json = ManifestJson.write(passages.get(n));
			batch.add(n);
			batch.add(json);
			bytes += Text.bytes(json);
			if (bytes >= BATCH || n == passages.size() - 1) {
				if (writer.place().in(this.stores).run(WRITE, writer.place().keys(), batch) == Write.LOST) {
					return false;
				}
				batch = head(writer, version);
				bytes = 0;
			}
		}
		return true;
	}

	private static List<Object> head(Writer writer, long version) {
		return new ArrayList<>(List.of(writer.document(), writer.token(), version, UNSWITCHED.toMillis(), "passages"));
	}

	/**
	 * Makes the version of an entry the one that counts.
	 * @param mostPassages how many passages the collection may have
	 * @param mostBytes how many bytes; null for any number
	 */
	public SwitchOutcome switchTo(Writer writer, DocumentEntry entry, int mostPassages, @Nullable Long mostBytes) {
		return writer.place()
			.in(this.stores)
			.run(SWITCH, writer.place().keys(),
					List.of(writer.document(), writer.token(), ManifestJson.write(entry), mostPassages, entry.vectors(),
							entry.comparedBy().toString(), writer.index(), Objects.toString(mostBytes, ""),
							Objects.toString(writer.making(), "")));
	}

	/**
	 * Gives up what was begun, so that the next writer need not wait.
	 * @return how many vectors stay that were paid for
	 */
	public long abandon(Writer writer, long version) {
		return writer.place()
			.in(this.stores)
			.run(ABANDON, writer.place().keys(), List.of(writer.document(), writer.token(), version));
	}

	/**
	 * Deletes a document.
	 * @param expected the tag that it must have; null for any
	 */
	public DropOutcome drop(CollectionPlace place, String document, @Nullable Long expected) {
		return place.in(this.stores).run(DROP, place.keys(), List.of(document, Objects.toString(expected, "")));
	}

	/**
	 * Replaces what is said of a document's quarantine.
	 * @param read what was said until now
	 * @param entry what is to be said
	 * @param index the name of the index that its passages are in; empty for none
	 * @return false if the document has changed since
	 */
	public boolean release(CollectionPlace place, String document, DocumentEntry read, DocumentEntry entry,
			String index) {
		return place.in(this.stores)
			.run(RELEASE, place.keys(), List.of(document, read.tag(), ManifestJson.write(entry), index,
					read.comparedBy())) == Release.RELEASED;
	}

	/** What is to be said to each of these, in their order. */
	public CompletableFuture<List<CheckedHit>> check(CollectionPlace place, List<PassageId> found) {
		List<Object> args = new ArrayList<>();
		found.forEach((id) -> args.addAll(List.of(id.document(), id.version(), id.n())));
		return place.in(this.stores).runAsync(HITS, place.keys(), args);
	}

	/**
	 * A page of documents by their tags, in the order of these. It has fewer of them if
	 * they are large.
	 * @param after the tag of the last document of the page before; empty for the first
	 */
	public Page list(CollectionPlace place, String after, int limit) {
		return place.in(this.stores).run(LIST, place.keys(), List.of(after, limit, PAGE));
	}

	/** The tags alone; otherwise like {@link #list}. */
	public List<String> ids(CollectionPlace place, String after, int limit) {
		return place.in(this.stores).run(IDS, place.keys(), List.of(after, limit));
	}

	/** What is said of a document. */
	public Optional<DocumentEntry> entry(CollectionPlace place, String document) {
		return place.in(this.stores).run(ENTRY, place.keys(), List.of(document));
	}

	/** A document with its passages. */
	public Optional<StoredDocument> read(CollectionPlace place, String document) {
		return place.in(this.stores).run(READ, place.keys(), List.of(document));
	}

	/** What a collection holds. */
	public CollectionSums look(CollectionPlace place) {
		return place.in(this.stores).run(LOOK, place.keys(), List.of());
	}

	/**
	 * What has changed.
	 * @param known the last entry of the log that is known; empty for none
	 */
	public Changes changes(CollectionPlace place, String known) {
		return place.in(this.stores).run(LOG, place.keys(), List.of(known, CHANGES));
	}

	/**
	 * Who stores a document.
	 *
	 * @param place the collection
	 * @param document the document's tag
	 * @param token by which the writer is known from all others
	 * @param index the name of the index outside of Redis that it writes to; empty for
	 * none
	 * @param instance the same with the id of its instance; empty if that is not known
	 * @param making a generation whose vectors are written besides; null for none
	 */
	public record Writer(CollectionPlace place, String document, String token, String index, String instance,
			@Nullable Generation making) {

		/** A writer whose passages are in no index outside of Redis. */
		public Writer(CollectionPlace place, String document, String token) {
			this(place, document, token, "", "", null);
		}

		/** The same, once it is known what else is to be written. */
		public Writer making(@Nullable Generation making) {
			return new Writer(this.place, this.document, this.token, this.index, this.instance, making);
		}

	}

	/**
	 * On what terms documents are stored.
	 *
	 * @param patience after which another writer may begin
	 * @param generation how texts are compared
	 * @param mostDocuments how many documents the collection may have
	 * @param retention how long documents that a user owns stay after they were last
	 * stored or searched
	 * @param remembered how long their user is remembered, which is longer
	 */
	public record Terms(Duration patience, String generation, int mostDocuments, Duration retention,
			Duration remembered) {

		/** For documents that a tenant shares, which stay until they are deleted. */
		public Terms(Duration patience, String generation, int mostDocuments) {
			this(patience, generation, mostDocuments, Duration.ZERO, Duration.ZERO);
		}

	}

	/**
	 * A page of documents.
	 *
	 * @param documents by their tags, in the order of these
	 * @param hasNext whether there are more
	 */
	public record Page(Map<String, DocumentEntry> documents, boolean hasNext) {

		public Page {
			documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents));
		}

	}

	/** Whether passages were written. */
	enum Write {

		WRITTEN, LOST

	}

	/** Whether passages were released. */
	private enum Release {

		RELEASED, LOST

	}

}
