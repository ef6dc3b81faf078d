package dev.agentservice.run.owner;

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
record RunToken(UserTag user, String id, int attempt, String turnKey, String idempotencyKey, String announcement) {

	/** Its name in locks: {@code run:attempt}. */
	String owner() {
		return this.id + ":" + this.attempt;
	}

	RunKeys keys() {
		return new RunKeys(this.user);
	}

	String key() {
		return keys().run(this.id);
	}

}
