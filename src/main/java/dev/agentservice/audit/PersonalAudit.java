package dev.agentservice.audit;

import java.time.Instant;
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
 * Tags of users in the audit log: who changed what has to be known when the people are
 * long erased.
 */
@Component
class PersonalAudit implements PersonalDataStore {

	private final AuditProperties properties;

	PersonalAudit(AuditProperties properties) {
		this.properties = properties;
	}

	@Override
	public String name() {
		return "audit";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("who changed what, under tags", "accountability", this.properties.retention(),
				"the change", Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		return new Slice.Done(0, 0, List
			.of(new Kept("tags in the audit log", "accountability", Instant.now().plus(this.properties.retention()))));
	}

}
