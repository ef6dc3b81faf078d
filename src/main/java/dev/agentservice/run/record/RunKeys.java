package dev.agentservice.run.record;

import dev.agentservice.identity.UserTag;

/**
 * The Redis keys of one user's runs.
 *
 * @param user stands for the user
 */
public record RunKeys(UserTag user) {

	public String epoch() {
		return this.user.key("epoch");
	}

	/** Holds tenant and user of the tag. */
	public String who() {
		return this.user.key("who");
	}

	public String index() {
		return this.user.key("keys");
	}

	/** The run's record; its events, text and steps are at this key with a suffix. */
	public String run(String id) {
		return this.user.key(member(id));
	}

	public String events(String id) {
		return run(id) + ":events";
	}

	/** The idempotency record of a digest. */
	public String idempotency(String digest) {
		return this.user.key(idempotencyMember(digest));
	}

	/** The idempotency record's key in the index. */
	public static String idempotencyMember(String digest) {
		return "idem:" + digest;
	}

	/** The record's key in the index. */
	public static String member(String id) {
		return "run:" + id;
	}

}
