package dev.agentservice.knowledge.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.knowledge.manifest.CollectionEnd;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.upkeep.CollectionRemoval;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;

import org.springframework.stereotype.Component;

/**
 * The collections of a tenant: all of them go with it, also from indexes outside of
 * Redis. Documents are counted.
 */
@Component
class TenantDocuments implements TenantDataStore {

	/** The cursor of the slices that delete the remains of collections. */
	private static final String KEYS = "keys/";

	private final CollectionRemoval removal;

	private final CollectionEnd end;

	TenantDocuments(CollectionRemoval removal, CollectionEnd end) {
		this.removal = removal;
		this.end = end;
	}

	@Override
	public String name() {
		return "knowledge";
	}

	@Override
	public Slice erase(String tenant, String cursor, Deadline deadline) {
		return cursor.startsWith(KEYS) ? keys(tenant, cursor.substring(KEYS.length())) : documents(tenant, deadline);
	}

	@Override
	public Residue verify(String tenant) {
		return new Residue(this.removal.places(tenant).size(), Set.of("collections"));
	}

	private Slice documents(String tenant, Deadline deadline) {
		long found = 0;
		boolean swept = true;
		for (CollectionPlace place : this.removal.places(tenant)) {
			int some = this.removal.drop(place);
			while (some > 0) {
				found += some;
				if (deadline.passed()) {
					return new Slice.More(found, found, "");
				}
				some = this.removal.drop(place);
			}
			swept &= this.removal.sweep(place);
		}
		return new Slice.More(found, found, swept ? KEYS : "");
	}

	private Slice keys(String tenant, String cursor) {
		List<CollectionPlace> places = this.removal.places(tenant);
		String next = this.end.forget(tenant, cursor);
		if (!next.isEmpty()) {
			return new Slice.More(0, 0, KEYS + next);
		}
		places.forEach(this.end::unlist);
		return Slice.Done.NOTHING;
	}

}
