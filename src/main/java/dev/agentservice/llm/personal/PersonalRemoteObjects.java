package dev.agentservice.llm.personal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.agentservice.llm.RemoteGateway;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteObjects.Entry;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * What providers keep of runs whose loop they execute. An erasure deletes it there; what
 * a provider does not delete at once is named in the receipt and tried again.
 */
@Component
class PersonalRemoteObjects implements PersonalDataStore {

	/** So long after a refusal it is tried again. */
	private static final Duration AGAIN = Duration.ofMinutes(10);

	private final RemoteObjects objects;

	private final RemoteGateway gateway;

	PersonalRemoteObjects(RemoteObjects objects, RemoteGateway gateway) {
		this.objects = objects;
		this.gateway = gateway;
	}

	@Override
	public String name() {
		return "llm.remote";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("ids of responses at providers", "deleting them there", RemoteObjects.KNOWN,
				"the response's beginning", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("remote");
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		Set<Entry> found = this.objects.of(subject.user());
		for (Entry entry : found) {
			if (!deadline.passed()) {
				this.gateway.delete(entry);
			}
		}
		int left = found.isEmpty() ? 0 : this.objects.of(subject.user()).size();
		int deleted = Math.max(0, found.size() - left);
		if (left == 0) {
			return new Slice.Done(found.size(), deleted, List.of());
		}
		Kept kept = new Kept("responses at providers", "the provider has not deleted them yet; it is asked again",
				null);
		return new Slice.Later(found.size(), deleted, List.of(kept), "", Instant.now().plus(AGAIN));
	}

}
