package dev.agentservice.session;

import dev.agentservice.identity.UserTag;

/**
 * The Redis keys of one user's conversations.
 *
 * @param user stands for the user
 */
record SessionKeys(UserTag user) {

	String epoch() {
		return this.user.key("epoch");
	}

	String who() {
		return this.user.key("who");
	}

	String index() {
		return this.user.key("keys");
	}

	String turn(SessionId id) {
		return this.user.key("turn:" + id);
	}

	String session(SessionId id) {
		return this.user.key(member(id));
	}

	/** The session's key in the index. */
	static String member(SessionId id) {
		return "session:" + id;
	}

}
