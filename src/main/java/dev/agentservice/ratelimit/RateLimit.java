package dev.agentservice.ratelimit;

import java.util.List;
import java.util.Locale;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;

/**
 * Every rate limit there is. Its number and what happens without Redis are in
 * {@link RateLimitProperties}.
 */
public enum RateLimit {

	/** Runs that a user starts, whichever credential is used. */
	USER_REQUESTS,
	/**
	 * Runs that are started with a credential, for whichever user: with an API key, or
	 * with JWTs of one issuer within one tenant.
	 */
	KEY_REQUESTS,
	/** Prompt tokens that a user's runs send to models. */
	USER_TOKENS,
	/** Users whom nobody has heard of before, by the credential that names them. */
	NEW_USERS,
	/** What a user asks for besides runs. */
	USER_READS,
	/** What is asked for with a credential besides runs, for whichever user. */
	KEY_READS;

	/** What is counted when a run is admitted, besides new users. */
	static final List<RateLimit> OF_RUNS = List.of(USER_REQUESTS, KEY_REQUESTS, USER_TOKENS);

	/** The name in headers, problems and metrics, for example {@code user-requests}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What this limit costs when a request is admitted. */
	BucketCall<?> admission() {
		return (this == USER_TOKENS) ? BucketCall.PEEK : BucketCall.TAKE;
	}

	/** Whose bucket it is. */
	String owner(Caller caller) {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS, USER_READS -> owner(caller.tag());
			case KEY_REQUESTS -> owner("key", caller.credential(), caller.tenant());
			case NEW_USERS, KEY_READS -> owner(label(), caller.credential(), caller.tenant());
		};
	}

	/** The owner of a user's buckets, a hash tag. */
	static String owner(UserTag user) {
		return "{" + user + "}";
	}

	/**
	 * The owner of one bucket of a credential: each is in a slot of its own. An issuer
	 * has one in each of its tenants. No credential has a colon in its name.
	 */
	private static String owner(String kind, String credential, String tenant) {
		return kind + ":" + credential + ":" + tenant;
	}

	/** The Redis key of an owner's bucket. */
	String key(String owner) {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS, USER_READS -> "as:bucket:" + owner + ":" + label();
			case KEY_REQUESTS, NEW_USERS, KEY_READS -> "as:bucket:" + owner;
		};
	}

}
