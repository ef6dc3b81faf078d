package dev.agentservice.knowledge.personal;

import java.util.List;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * Documents belong to the tenant, not to who put them there: they are named as kept, with
 * the tag of that user, which stands in the record of each version.
 */
@Component
class PersonalDocuments implements PersonalDataStore {

	@Override
	public String name() {
		return "knowledge";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("documents, with the tag of the user who put each there",
				"answers from what the tenant knows", null, "the document is deleted by name", Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		return new Slice.Done(0, 0,
				List.of(new Kept("documents of the tenant, with the tag of the user who put each there",
						"they belong to the tenant, and are deleted by name", null)));
	}

}
