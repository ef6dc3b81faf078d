package dev.agentservice.session;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

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

	/** Without a session the key of none, in the right slot all the same. */
	String turn(@Nullable SessionId id) {
		return this.user.key("turn:" + ((id != null) ? id : ""));
	}

	/** Without a session the key of none, in the right slot all the same. */
	String session(@Nullable SessionId id) {
		return this.user.key((id != null) ? member(id) : "session:");
	}

	/** The session's key in the index. */
	static String member(SessionId id) {
		return "session:" + id;
	}

}
