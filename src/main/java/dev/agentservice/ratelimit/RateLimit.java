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
	USER_TOKENS,
	/** Bytes of a user's texts that the guard inspects. */
	USER_BYTES,
	/** Bytes of texts that come with an API key and that the guard inspects. */
	KEY_BYTES,
	/** Texts of a user that the guard refuses. */
	USER_REFUSALS;

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
			case USER_TOKENS, USER_BYTES, KEY_BYTES, USER_REFUSALS -> BucketCall.PEEK;
		};
	}

	/** Whether it is a limit of the credential, and so known before the user is. */
	boolean isOfKey() {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS, USER_BYTES, USER_REFUSALS -> false;
			case KEY_REQUESTS, KEY_BYTES -> true;
		};
	}

	/** Whose bucket it is, if this limit concerns the caller. */
	Optional<String> owner(Caller caller) {
		return isOfKey() ? ownerOfKey(caller.credential()) : Optional.of(owner(caller.tag()));
	}

	/** The owner of a credential's buckets, a hash tag; JWTs have none. */
	static Optional<String> ownerOfKey(String credential) {
		return JWT.equals(credential) ? Optional.empty() : Optional.of("{key:" + credential + "}");
	}

	/** The owner of a user's buckets, a hash tag. */
	static String owner(UserTag user) {
		return "{" + user + "}";
	}

	/** The Redis key of an owner's bucket. */
	String key(String owner) {
		return "as:bucket:" + owner + ":" + label();
	}

}
