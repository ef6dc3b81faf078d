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
 * The documents in the collections of a tenant: all of them go with it, and a writer that
 * is at work on one loses it. Documents are counted.
 */
@Component
class TenantDocuments implements TenantDataStore {

	/** The cursor of the slices that end writers, one page of keys each. */
	private static final String WRITERS = "writers/";

	/** The cursor of the slices that delete what writers have stored meanwhile. */
	private static final String LAST = "last";

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
		if (cursor.startsWith(WRITERS)) {
			String next = this.end.endWriters(tenant, cursor.substring(WRITERS.length()));
			return new Slice.More(0, 0, next.isEmpty() ? LAST : WRITERS + next);
		}
		long found = 0;
		for (CollectionPlace place : this.removal.places(tenant)) {
			int some = this.removal.drop(place);
			while (some > 0) {
				found += some;
				if (deadline.passed()) {
					return new Slice.More(found, found, cursor);
				}
				some = this.removal.drop(place);
			}
		}
		return cursor.equals(LAST) ? new Slice.Done(found, found, List.of()) : new Slice.More(found, found, WRITERS);
	}

	@Override
	public Residue verify(String tenant) {
		return new Residue(this.removal.places(tenant).size(), Set.of("collections"));
	}

}
