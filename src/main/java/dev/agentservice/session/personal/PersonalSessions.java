package dev.agentservice.session.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.identity.UserTag;
import dev.agentservice.session.SessionId;
import dev.agentservice.session.SessionProperties;
import dev.agentservice.session.Sessions;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Conversations. All their keys are below the user's hash tag.
 */
@Component
class PersonalSessions implements PersonalDataStore {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final SessionProperties properties;

	private final Sessions sessions;

	private final IndexedKeys keys;

	PersonalSessions(SessionProperties properties, Sessions sessions, IndexedKeys keys) {
		this.properties = properties;
		this.sessions = sessions;
		this.keys = keys;
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

	/** As {@code GET /sessions/{id}} shows them. */
	@Override
	public void export(Subject subject, ExportSink sink) {
		UserTag user = new UserTag(subject.user());
		this.keys.each(subject.user(), "session", (id) -> this.sessions.find(user, new SessionId(id))
			.ifPresent((session) -> sink.add("sessions", id, MAPPER.writeValueAsString(session))));
	}

}
