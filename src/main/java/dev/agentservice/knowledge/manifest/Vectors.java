package dev.agentservice.knowledge.manifest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.redis.LuaScript;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The vectors of passages, as they are in Redis: those of the version that counts, by
 * which an index is made anew without paying, and those that were paid for and do not
 * count yet. All methods throw
 * {@link dev.agentservice.support.redis.StoreUnavailableException} if it is unavailable.
 */
@Component
public class Vectors {

	private static final LuaScript<Manifest.Write> WRITE = LuaScript.outcome(Manifest.Write.class,
			CollectionPlace.script("know-write"));

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript
		.list(CollectionPlace.script("know-vectors"));

	private static final LuaScript<Manifest.Write> KEEP = LuaScript.outcome(Manifest.Write.class,
			CollectionPlace.script("know-paid-keep"));

	private static final LuaScript<Manifest.Write> KEEP_ONLY = LuaScript.outcome(Manifest.Write.class,
			CollectionPlace.script("know-paid-only"));

	private static final LuaScript<List<@Nullable Object>> KEPT = LuaScript.list(CollectionPlace.script("know-paid"));

	/** So many go through Redis at once: 256 KB of those with 1,536 numbers. */
	private static final int SLICE = 64;

	/** How long those are kept that were paid for and do not count. */
	private static final Duration PAID = Duration.ofHours(1);

	private final KnowledgeStores stores;

	Vectors(KnowledgeStores stores) {
		this.stores = stores;
	}

	/**
	 * Stores the vectors of a version that nobody sees yet, in the order of its passages.
	 * @return false if another writer or a deletion came in between
	 */
	public boolean write(Manifest.Writer writer, long version, List<PackedVector> vectors) {
		return write(writer, version, "vectors", vectors);
	}

	/** The same for the generation that is written besides. */
	public boolean writeBeside(Manifest.Writer writer, long version, List<PackedVector> vectors) {
		return write(writer, version, "vectors " + writer.making(), vectors);
	}

	private boolean write(Manifest.Writer writer, long version, String part, List<PackedVector> vectors) {
		for (int from = 0; from < vectors.size(); from += SLICE) {
			List<Object> args = new ArrayList<>(
					List.of(writer.document(), writer.token(), version, Manifest.UNSWITCHED.toMillis(), part));
			for (int n = from; n < Math.min(vectors.size(), from + SLICE); n++) {
				args.add(n);
				args.add(vectors.get(n).base64());
			}
			if (writer.place().in(this.stores).run(WRITE, writer.place().keys(), args) == Manifest.Write.LOST) {
				return false;
			}
		}
		return true;
	}

	/** The vectors of these passages of the version that counts, those that there are. */
	public Map<Integer, PackedVector> find(CollectionPlace place, String document, long version, Generation of,
			Collection<Integer> numbers) {
		return sliced(FIND, place, List.of(document, version, of), List.copyOf(numbers));
	}

	/**
	 * Keeps what was paid for, for an hour at most.
	 * @param vectors by digests of what they are of
	 * @return false if another writer or a deletion came in between
	 */
	public boolean keep(Manifest.Writer writer, Map<String, PackedVector> vectors) {
		List<Map.Entry<String, PackedVector>> all = List.copyOf(vectors.entrySet());
		for (int from = 0; from < all.size(); from += SLICE) {
			List<Object> args = new ArrayList<>(List.of(writer.document(), writer.token(), PAID.toMillis()));
			all.subList(from, Math.min(all.size(), from + SLICE))
				.forEach((vector) -> args.addAll(List.of(vector.getKey(), vector.getValue().base64())));
			if (writer.place().in(this.stores).run(KEEP, writer.place().keys(), args) == Manifest.Write.LOST) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Forgets what was kept of a document, except for these digests: of a text that
	 * nobody will store any more nothing stays.
	 * @return false if another writer or a deletion came in between
	 */
	public boolean keepOnly(Manifest.Writer writer, Collection<String> digests) {
		List<Object> args = new ArrayList<>(List.of(writer.document(), writer.token()));
		args.addAll(digests);
		return writer.place().in(this.stores).run(KEEP_ONLY, writer.place().keys(), args) != Manifest.Write.LOST;
	}

	/** What was kept of a document, of these digests. */
	public Map<String, PackedVector> kept(Manifest.Writer writer, Collection<String> digests) {
		return sliced(KEPT, writer.place(), List.of(writer.document()), List.copyOf(digests));
	}

	private <K> Map<K, PackedVector> sliced(LuaScript<List<@Nullable Object>> script, CollectionPlace place,
			List<Object> first, List<K> keys) {
		Map<K, PackedVector> found = new HashMap<>();
		for (int from = 0; from < keys.size(); from += SLICE) {
			List<K> slice = keys.subList(from, Math.min(keys.size(), from + SLICE));
			List<Object> args = new ArrayList<>(first);
			slice.forEach((key) -> args.add(Objects.requireNonNull(key)));
			List<@Nullable Object> reply = place.in(this.stores).run(script, place.keys(), args);
			for (int i = 0; i < slice.size(); i++) {
				if (reply.get(i) instanceof String base64) {
					found.put(slice.get(i), new PackedVector(base64));
				}
			}
		}
		return found;
	}

}
