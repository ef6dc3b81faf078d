package dev.agentservice.run.owner.script;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunKeys;

/**
 * The proof of ownership that the owner of a run presents with every write.
 *
 * @param user whose run
 * @param id the run
 * @param attempt how many owners the run has had, this one included: the fencing token
 * @param turnKey the lock of the session's turn
 * @param idempotencyKey digest of the idempotency key; empty without one
 * @param announcement its entry in the list of live runs
 */
public record RunToken(UserTag user, String id, int attempt, String turnKey, String idempotencyKey,
		String announcement) {

	/** Who this is in locks: {@code run:attempt}. */
	public String owner() {
		return this.id + ":" + this.attempt;
	}

	public RunKeys keys() {
		return new RunKeys(this.user);
	}

	public String key() {
		return keys().run(this.id);
	}

}
