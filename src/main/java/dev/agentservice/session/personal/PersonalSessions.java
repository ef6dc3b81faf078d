package dev.agentservice.session.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.session.SessionProperties;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;

import org.springframework.stereotype.Component;

/**
 * Conversations. All their keys are below the user's hash tag.
 */
@Component
class PersonalSessions implements PersonalDataStore {

	private final SessionProperties properties;

	PersonalSessions(SessionProperties properties) {
		this.properties = properties;
	}

	@Override
	public String name() {
		return "session";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("conversations", "the context of the next turn", this.properties.ttl(),
				"the last turn", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("session", "turn");
	}

}
