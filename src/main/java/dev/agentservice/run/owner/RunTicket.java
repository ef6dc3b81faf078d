package dev.agentservice.run.owner;

import java.time.Instant;
import java.util.Map;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.run.record.RunKeys;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a run before it may begin.
 *
 * @param id the id it gets, unless it turns out to be an earlier one's next attempt
 * @param caller who asks
 * @param agent the agent's name
 * @param revision the revision of the agent's file
 * @param sessionId the conversation it belongs to, or null
 * @param mode how its answer comes back: {@code stream} keeps a log of events
 * @param idempotencyKey digest of the client's name for this request, or null
 * @param fingerprint digest of the request; empty without a name for it
 * @param metadata the client's own notes
 * @param flags what is switched for this run; its next attempts keep to it
 */
public record RunTicket(String id, Caller caller, String agent, String revision, @Nullable String sessionId,
		String mode, @Nullable String idempotencyKey, String fingerprint, Map<String, String> metadata,
		ResolvedFlags flags) {

	RunTicket withId(String earlier) {
		return new RunTicket(earlier, this.caller, this.agent, this.revision, this.sessionId, this.mode,
				this.idempotencyKey, this.fingerprint, this.metadata, this.flags);
	}

	RunDocument document(Instant now) {
		return RunDocument.of(this.agent, this.revision, this.sessionId, now, this.metadata, this.flags);
	}

	RunKeys keys() {
		return new RunKeys(this.caller.tag());
	}

}
