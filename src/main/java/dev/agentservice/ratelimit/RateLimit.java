package dev.agentservice.ratelimit;

import java.util.Locale;
import java.util.Optional;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;

/**
 * Every rate limit there is. Its number and what happens without Redis are in
 * {@link RateLimitProperties}.
 */
public enum RateLimit {

	/** Runs that a user starts, whichever credential is used. */
	USER_REQUESTS,
	/** Runs that are started with an API key, for whichever user. JWTs have no key. */
	KEY_REQUESTS,
	/** Prompt tokens that a user's runs send to models. */
	USER_TOKENS;

	/** What {@link Caller#credential()} says of those who came with a JWT. */
	private static final String JWT = "jwt";

	/** The name in headers, problems and metrics, for example {@code user-requests}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What this limit costs when a run is admitted. */
	BucketCall<?> admission() {
		return switch (this) {
			case USER_REQUESTS, KEY_REQUESTS -> BucketCall.TAKE;
			case USER_TOKENS -> BucketCall.PEEK;
		};
	}

	/** Whose bucket it is, if this limit concerns the caller. */
	Optional<String> owner(Caller caller) {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS -> Optional.of(owner(caller.tag()));
			case KEY_REQUESTS ->
				JWT.equals(caller.credential()) ? Optional.empty() : Optional.of("key:" + caller.credential());
		};
	}

	/** The owner of a user's buckets, a hash tag. */
	static String owner(UserTag user) {
		return "{" + user + "}";
	}

	/** The Redis key of an owner's bucket. */
	String key(String owner) {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS -> "as:bucket:" + owner + ":" + label();
			case KEY_REQUESTS -> "as:bucket:" + owner;
		};
	}

}
