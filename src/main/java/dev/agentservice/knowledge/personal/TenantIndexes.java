package dev.agentservice.knowledge.personal;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

import dev.agentservice.knowledge.manifest.CollectionEnd;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.upkeep.CollectionRemoval;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;

import org.springframework.stereotype.Component;

/**
 * What an index outside of Redis holds of a tenant, and then what is kept of its
 * collections. A writer whose document is deleted may still have a request under way to
 * the index: so it is asked again when the time of the last one has passed, and only then
 * it is forgotten what there may be. The receipt says when it held nothing.
 */
@Component
class TenantIndexes implements TenantDataStore {

	/** The cursor of the slices that delete the remains of collections. */
	private static final String KEYS = "keys/";

	/** The cursors of a round that goes on behind a collection: all before are swept. */
	private static final String ALL = "all/";

	/** The same, but not all are. */
	private static final String SOME = "some/";

	private final CollectionRemoval removal;

	private final CollectionEnd end;

	TenantIndexes(CollectionRemoval removal, CollectionEnd end) {
		this.removal = removal;
		this.end = end;
	}

	/** Behind the documents: stores erase in the order of their names. */
	@Override
	public String name() {
		return "knowledge.index";
	}

	@Override
	public Slice erase(String tenant, String cursor, Deadline deadline) {
		if (cursor.startsWith(KEYS)) {
			return keys(tenant, cursor.substring(KEYS.length()));
		}
		boolean swept = !cursor.startsWith(SOME);
		Iterator<CollectionPlace> places = after(tenant, cursor.substring(cursor.indexOf('/') + 1));
		while (places.hasNext()) {
			CollectionPlace place = places.next();
			swept &= this.removal.sweep(place, deadline);
			if (places.hasNext() && deadline.passed()) {
				return new Slice.More(0, 0, (swept ? ALL : SOME) + place.collection());
			}
		}
		return new Slice.More(0, 0, swept ? KEYS : "");
	}

	/** Those that are still to be swept in this round. */
	private Iterator<CollectionPlace> after(String tenant, String collection) {
		return this.removal.places(tenant)
			.stream()
			.filter((place) -> place.collection().compareTo(collection) > 0)
			.sorted(Comparator.comparing(CollectionPlace::collection))
			.iterator();
	}

	private Slice keys(String tenant, String cursor) {
		List<CollectionPlace> places = this.removal.places(tenant);
		String next = this.end.forget(tenant, this.removal.index(), cursor);
		if (!next.isEmpty()) {
			return new Slice.More(0, 0, KEYS + next);
		}
		// What was listed meanwhile is swept in the next round.
		places.stream().filter(this.removal::isSwept).forEach(this.end::unlist);
		return Slice.Done.NOTHING;
	}

	/** A collection that is still listed is found by the store of its documents. */
	@Override
	public Residue verify(String tenant) {
		return Residue.NONE;
	}

}
