package dev.agentservice.knowledge.reembed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.ManifestJson;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.redis.LuaScript;

import org.springframework.stereotype.Component;

/**
 * The generations of collections, as they are in Redis. All methods throw
 * {@link dev.agentservice.support.redis.StoreUnavailableException} if it is unavailable.
 */
@Component
class Generations {

	private static final LuaScript<Begin> BEGIN = LuaScript.outcome(Begin.class, script("begin"));

	private static final LuaScript<OtherGeneration> LOOK = LuaScript.list(OtherGeneration::parse, script("look"));

	private static final LuaScript<Long> LEASE = LuaScript.number(script("lease"));

	private static final LuaScript<Page> PAGE = LuaScript.list(
			(reply) -> new Page(reply.stream().skip(1).map(String::valueOf).toList(), String.valueOf(reply.getFirst())),
			script("page"));

	private static final LuaScript<Write> KEEP = LuaScript.outcome(Write.class, script("keep"));

	private static final LuaScript<Write> MARK = LuaScript.outcome(Write.class, script("mark"));

	private static final LuaScript<Write> STATE = LuaScript.outcome(Write.class, script("state"));

	private static final LuaScript<Activation> ACTIVATE = LuaScript.outcome(Activation.class, script("activate"));

	private static final LuaScript<Write> SETTLE = LuaScript.outcome(Write.class, script("settle"));

	private static final LuaScript<Long> PAYER = LuaScript.number(script("payer"));

	/** So many vectors go to Redis at once. */
	private static final int SLICE = 64;

	private final KnowledgeStores stores;

	Generations(KnowledgeStores stores) {
		this.stores = stores;
	}

	private static String[] script(String name) {
		return CollectionPlace.script("know-gen-" + name);
	}

	private <T> T run(LuaScript<T> script, CollectionPlace place, List<?> args) {
		return place.in(this.stores).run(script, place.keys(), args);
	}

	/** Which there are. */
	OtherGeneration look(CollectionPlace place) {
		return run(LOOK, place, List.of());
	}

	/**
	 * Begins to make another one, or goes on with it.
	 * @param job who pays
	 * @param instance the index that it is written into, with the id of its instance
	 */
	Begin begin(CollectionPlace place, Generation generation, OtherGeneration.Job job, String instance) {
		return run(BEGIN, place,
				List.of(generation, job.run(), job.user(), job.credential(), job.mostNano(), instance));
	}

	/**
	 * Lets this replica begin an attempt, for so long.
	 * @return the number of its attempt; 0 if it may not
	 */
	int take(CollectionPlace place, String token, Duration lease) {
		return Math.toIntExact(run(LEASE, place, List.of(token, lease.toMillis(), "", "")));
	}

	/**
	 * Lets this replica go on for so long.
	 * @param state the state that it works in
	 * @return false if the job, its state or who pays for it has changed, or another
	 * replica may work
	 */
	boolean renew(CollectionPlace place, long g, String token, OtherGeneration.State state, Duration lease) {
		return run(LEASE, place, List.of(token, lease.toMillis(), g, state.word())) > 0;
	}

	/** Another replica may go on at once. */
	void giveUp(CollectionPlace place, String token) {
		run(LEASE, place, List.of(token, 0, "", ""));
	}

	/**
	 * Documents that are not in it.
	 * @param after the last that was looked at
	 * @param most how many are looked at
	 */
	Page page(CollectionPlace place, String after, int most) {
		return run(PAGE, place, List.of(after, most));
	}

	/**
	 * Keeps what was paid for.
	 * @param vectors by the numbers of their passages
	 * @return false if the version does not count any more, or this replica may not go on
	 */
	boolean keep(CollectionPlace place, Place of, Map<Integer, PackedVector> vectors) {
		List<Map.Entry<Integer, PackedVector>> all = List.copyOf(vectors.entrySet());
		for (int from = 0; from < all.size(); from += SLICE) {
			List<Object> args = new ArrayList<>(List.of(of.document(), of.version(), of.token(), of.generation()));
			all.subList(from, Math.min(all.size(), from + SLICE))
				.forEach((one) -> args.addAll(List.of(one.getKey(), one.getValue().base64())));
			if (run(KEEP, place, args) == Write.LOST) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A document is in it as a whole.
	 * @param index the name of the index that it is written into
	 * @param mark by which that knows whether it is found
	 */
	boolean mark(CollectionPlace place, Place of, String index, long mark) {
		return run(MARK, place,
				List.of(of.document(), of.version(), of.token(), of.generation(), index, mark)) == Write.WRITTEN;
	}

	/**
	 * Says how it stands.
	 * @param token the replica's
	 * @return false if that is not so
	 */
	boolean state(CollectionPlace place, long g, String token, OtherGeneration.State state, String reason) {
		return run(STATE, place, List.of(g, token, state.word(), reason, 0, 0, "")) == Write.WRITTEN;
	}

	/**
	 * Says that it stands otherwise than until now.
	 * @return false if it did not stand so; what is kept is dropped after its time alone
	 */
	boolean change(CollectionPlace place, long g, OtherGeneration.State from, OtherGeneration.State to) {
		return run(STATE, place, List.of(g, "", to.word(), "", 0, 0, from.word())) == Write.WRITTEN;
	}

	/** Deletes it, whatever it is; false if it is not there or is searched. */
	boolean drop(CollectionPlace place, long g) {
		return run(STATE, place, List.of(g, "", OtherGeneration.State.DROPPING.word(), "", 0, 0, "")) == Write.WRITTEN;
	}

	/** An attempt has cost that; false if there is no such generation any more. */
	boolean spend(CollectionPlace place, long g, long tokens, long nano) {
		return run(STATE, place, List.of(g, "", "", "", tokens, nano, "")) == Write.WRITTEN;
	}

	/**
	 * Searches it from now on.
	 * @param instance the index that holds all of it; empty if that is not sure
	 * @param kept how long the one before is kept
	 */
	Activation activate(CollectionPlace place, long g, String instance, Duration kept) {
		return run(ACTIVATE, place, List.of(g, instance, kept.toMillis()));
	}

	/** A user pays for it no more: it waits until somebody else does. */
	void forgetPayer(CollectionPlace place, String user) {
		run(PAYER, place, List.of(user));
	}

	/** A document has vectors of the generation that is searched alone. */
	boolean settle(CollectionPlace place, String token, String document, DocumentEntry read, DocumentEntry entry) {
		return run(SETTLE, place, List.of(document, token, read.tag(), ManifestJson.write(entry))) == Write.WRITTEN;
	}

	/** All documents have. */
	boolean settled(CollectionPlace place, String token) {
		return run(SETTLE, place, List.of("", token, "", "")) == Write.WRITTEN;
	}

	/**
	 * What is written about.
	 *
	 * @param document the document's tag
	 * @param version the version that was read
	 * @param token the replica's
	 * @param generation in which generation
	 */
	record Place(String document, long version, String token, Generation generation) {

	}

	/**
	 * Documents.
	 *
	 * @param documents their tags
	 * @param next where the next page begins; empty if there is none
	 */
	record Page(List<String> documents, String next) {

	}

	/** Whether it is made. */
	enum Begin {

		BEGUN,
		/** The collection is in it. */
		SAME, EMPTY,
		/** There is a third one. */
		BUSY

	}

	/** Whether it is searched. */
	enum Activation {

		ACTIVATED, LOST, PARTIAL

	}

	/** Whether something was written. */
	enum Write {

		WRITTEN, LOST

	}

}
