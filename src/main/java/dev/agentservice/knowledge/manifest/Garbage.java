package dev.agentservice.knowledge.manifest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.redis.LuaScript;

import org.springframework.stereotype.Component;

/**
 * What indexes outside of Redis hold besides what counts: each version is listed here
 * before it is written there, and until it is deleted there again. All methods throw
 * {@link dev.agentservice.support.redis.StoreUnavailableException} if Redis is
 * unavailable.
 */
@Component
public class Garbage {

	private static final LuaScript<Note> NOTE = LuaScript.outcome(Note.class, CollectionPlace.script("know-note"));

	private static final LuaScript<List<String>> LIST = LuaScript.list(ManifestReplies::texts,
			CollectionPlace.script("know-garbage"));

	private static final LuaScript<Long> SWEPT = LuaScript.number(CollectionPlace.script("know-swept"));

	private static final LuaScript<Filling> FILL = LuaScript.outcome(Filling.class,
			CollectionPlace.script("know-fill"));

	private static final LuaScript<Long> STALE = LuaScript.number(CollectionPlace.script("know-stale"));

	private static final LuaScript<List<String>> PLACES = LuaScript.list(ManifestReplies::texts,
			"knowledge/know-places");

	private static final LuaScript<List<String>> TAKEN = LuaScript.list(ManifestReplies::texts, "knowledge/know-taken");

	private static final List<String> ALL_BYTES = List.of("as:know:bytes");

	private static final List<String> ALL_PLACES = List.of("as:know:places");

	private final KnowledgeStores stores;

	Garbage(KnowledgeStores stores) {
		this.stores = stores;
	}

	/**
	 * Lists a version in the making, before anything of it is written into the writer's
	 * index. It becomes garbage unless it is switched to.
	 * @param until after which nobody writes it any more
	 * @return false if another writer or a deletion came in between
	 */
	public boolean note(Manifest.Writer writer, DocumentEntry entry, Duration until) {
		return note(writer.place(), writer.document(), writer.token(), writer.index(), entry, until);
	}

	/**
	 * The same for a version that counts.
	 * @return false if it does not count any more
	 */
	public boolean note(CollectionPlace place, String document, String index, DocumentEntry entry, Duration until) {
		return note(place, document, "", index, entry, until);
	}

	private boolean note(CollectionPlace place, String document, String token, String index, DocumentEntry entry,
			Duration until) {
		return place.in(this.stores)
			.run(NOTE, place.keys(), List.of(document, token, entry.version(), index, entry.comparedBy().toString(),
					entry.passages(), until.toMillis())) == Note.NOTED;
	}

	/**
	 * The garbage of an index, the oldest first.
	 * @param ahead what becomes garbage within this time counts as well
	 * @param most how many versions at most
	 */
	public List<Rows> of(CollectionPlace place, String index, Duration ahead, int most) {
		return place.in(this.stores)
			.run(LIST, place.keys(), List.of(index, most, ahead.toMillis()))
			.stream()
			.map(Rows::parse)
			.toList();
	}

	/** They are deleted, and the index has confirmed it. */
	public void swept(CollectionPlace place, Collection<Rows> rows, Duration ahead) {
		List<Object> args = new ArrayList<>(List.of(ahead.toMillis()));
		rows.forEach((one) -> args.add(one.member()));
		place.in(this.stores).run(SWEPT, place.keys(), args);
	}

	/**
	 * Begins, goes on with or ends the filling of an index that does not hold the
	 * collection.
	 * @param token by which this replica is known from all others
	 * @param instance the index with the id of its instance
	 * @param patience after which another replica may begin anew
	 */
	public Filling fill(Step step, CollectionPlace place, String token, String index, String instance,
			Duration patience) {
		return place.in(this.stores)
			.run(FILL, place.keys(),
					List.of(step.name().toLowerCase(Locale.ROOT), token, index, patience.toMillis(), instance));
	}

	/**
	 * Lists as garbage those of these versions that an index holds although they do not
	 * count.
	 */
	public void discard(CollectionPlace place, String index, Generation generation, Collection<Version> versions) {
		List<Object> args = new ArrayList<>(List.of(index, generation.toString()));
		versions.forEach((one) -> args.addAll(List.of(one.document(), one.version(), one.passages())));
		place.in(this.stores).run(STALE, place.keys(), args);
	}

	/** Remembers that a collection may hold something, before it does. */
	public void remember(CollectionPlace place) {
		this.stores.shared().run(PLACES, ALL_PLACES, List.of(place.member()));
	}

	/** All collections that may, or ever did. */
	public List<CollectionPlace> places() {
		return Stream
			.of(this.stores.shared().run(PLACES, ALL_PLACES, List.of()),
					this.stores.shared().run(TAKEN, ALL_BYTES, List.of()))
			.flatMap(List::stream)
			.distinct()
			.map(CollectionPlace::ofMember)
			.toList();
	}

	/**
	 * What an index holds of one version.
	 *
	 * @param member how it is listed
	 * @param generation how the version's texts are compared
	 * @param document the document's tag
	 * @param version the version
	 * @param passages how many passages it has
	 */
	public record Rows(String member, Generation generation, String document, long version, int passages) {

		static Rows parse(String member) {
			String[] words = member.split(" ", -1);
			return new Rows(member, Generation.parse(words[1]), words[2], Long.parseLong(words[3]),
					Integer.parseInt(words[4]));
		}

		/** The passages that may be there. */
		public List<PassageId> ids() {
			return IntStream.range(0, this.passages)
				.mapToObj((n) -> new PassageId(this.document, this.version, n))
				.toList();
		}

	}

	/**
	 * A version that an index holds.
	 *
	 * @param document the document's tag
	 * @param version which one
	 * @param passages its passages have lower numbers
	 */
	public record Version(String document, long version, int passages) {

	}

	/** What is done about the filling of an index. */
	public enum Step {

		BEGIN, RENEW, END,
		/** Another replica may begin at once. */
		GIVE_UP,
		/** The index has lost what it held. */
		LOST

	}

	/** How far an index is filled. */
	public enum Filling {

		/** This replica fills it. */
		GO,
		/** Another one does. */
		BUSY,
		/** It holds all there is. */
		WHOLE,
		/** This replica may not go on. */
		LOST

	}

	/** Whether something was listed. */
	private enum Note {

		NOTED, LOST

	}

}
