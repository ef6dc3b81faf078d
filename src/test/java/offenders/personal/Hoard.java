package offenders.personal;

import dev.agentservice.identity.UserTag;

/**
 * Builds a key of a user, in a feature without a store of personal data.
 */
final class Hoard {

	private Hoard() {
	}

	static String key(UserTag user) {
		return user.key("hoard");
	}

}
