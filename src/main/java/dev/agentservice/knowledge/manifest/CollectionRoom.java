package dev.agentservice.knowledge.manifest;

import java.util.List;

import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.redis.LuaScript;

import org.springframework.stereotype.Component;

/**
 * The room that all collections share. All methods throw
 * {@link dev.agentservice.support.redis.StoreUnavailableException} if Redis is
 * unavailable.
 */
@Component
public class CollectionRoom {

	private static final String CLOCK = "fragment/clock";

	private static final String SUM = "knowledge/know-sum";

	private static final LuaScript<Long> BYTES = LuaScript.number(CLOCK, SUM, "knowledge/know-bytes");

	private static final LuaScript<Room> RESERVE = LuaScript.outcome(Room.class, CLOCK, SUM, "knowledge/know-reserve");

	private static final List<String> ALL_BYTES = List.of("as:know:bytes");

	private static final int MOST_LOOKS = 5;

	private final KnowledgeStores stores;

	private final Manifest manifest;

	CollectionRoom(KnowledgeStores stores, Manifest manifest) {
		this.stores = stores;
		this.manifest = manifest;
	}

	/** What all collections take together, in bytes, as far as is known. */
	public long bytes() {
		return tell("", "", "");
	}

	/**
	 * Reserves room in what all collections may take together, until it is settled; at
	 * most as long as what was written and forgotten stays.
	 * @param more how much more is taken than now, in bytes; what is not positive always
	 * has room
	 * @return false if there is not so much room
	 */
	public boolean reserve(Manifest.Writer writer, long more, long most) {
		return reserve(writer.token(), more, most);
	}

	/**
	 * Says what a collection takes, and looks again: of two changes none is forgotten.
	 * @param token of the writer whose reservation is over; empty for none
	 */
	public void settle(CollectionPlace place, String token) {
		long bytes = this.manifest.look(place).bytes();
		for (int i = 0; i < MOST_LOOKS; i++) {
			tell(place.member(), bytes, token);
			long now = this.manifest.look(place).bytes();
			if (now == bytes) {
				return;
			}
			bytes = now;
		}
	}

	/**
	 * Vectors of a document that was not stored stay, since they were paid for: what they
	 * take is no room for anything else.
	 */
	public void keepPaid(Manifest.Writer writer, long bytes) {
		reserve(ofPaid(writer), bytes, Long.MAX_VALUE >> 10);
	}

	/** They do not any more, or are part of what is reserved next. */
	public void endPaid(Manifest.Writer writer) {
		tell("", "", ofPaid(writer));
	}

	private boolean reserve(String token, long more, long most) {
		return this.stores.shared()
			.run(RESERVE, ALL_BYTES, List.of(token, more, most, Manifest.UNSWITCHED.toMillis())) == Room.RESERVED;
	}

	private long tell(Object collection, Object bytes, String token) {
		return this.stores.shared().run(BYTES, ALL_BYTES, List.of(collection, bytes, token));
	}

	/** One for each document, regardless of the writer. */
	private static String ofPaid(Manifest.Writer writer) {
		return "paid " + writer.place().member() + " " + writer.document();
	}

	/** Whether there is room. */
	private enum Room {

		RESERVED, FULL

	}

}
