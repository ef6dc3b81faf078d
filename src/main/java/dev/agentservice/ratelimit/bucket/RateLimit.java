package dev.agentservice.ratelimit.bucket;

import java.util.List;
import java.util.Locale;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.ratelimit.RateLimitProperties;

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
	/** Bytes of a user's texts that the guard inspects. */
	USER_BYTES,
	/** Bytes of texts that come with a credential and that the guard inspects. */
	KEY_BYTES,
	/** Texts of a user that the guard refuses. */
	USER_REFUSALS,
	/** Users whom nobody has heard of before, by the credential that names them. */
	NEW_USERS,
	/** What a user asks for besides runs. */
	USER_READS,
	/** What is asked for with a credential besides runs, for whichever user. */
	KEY_READS;

	/** What is counted when a run is admitted, besides new users. */
	public static final List<RateLimit> OF_RUNS = List.of(USER_REQUESTS, KEY_REQUESTS, USER_TOKENS, USER_BYTES,
			KEY_BYTES, USER_REFUSALS);

	/** The name in headers, problems and metrics, for example {@code user-requests}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What this limit costs when a request is admitted. */
	public BucketCall<?> admission() {
		return switch (this) {
			case USER_REQUESTS, KEY_REQUESTS, NEW_USERS, USER_READS, KEY_READS -> BucketCall.TAKE;
			case USER_TOKENS, USER_BYTES, KEY_BYTES, USER_REFUSALS -> BucketCall.PEEK;
		};
	}

	/** The same for a request of which so many bytes are going to be inspected. */
	public BucketCall<?> admission(long bytes) {
		return (countsBytes() && bytes > 0) ? BucketCall.chargeUnlessEmpty(bytes) : admission();
	}

	/** Whether it counts what is inspected. */
	public boolean countsBytes() {
		return this == USER_BYTES || this == KEY_BYTES;
	}

	/** Whether it is a limit of the credential, and so known before the user is. */
	public boolean isOfKey() {
		return switch (this) {
			case USER_REQUESTS, USER_TOKENS, USER_BYTES, USER_REFUSALS, USER_READS -> false;
			case KEY_REQUESTS, KEY_BYTES, NEW_USERS, KEY_READS -> true;
		};
	}

	/** Whose bucket it is. */
	String owner(Caller caller) {
		return isOfKey() ? owner(caller.credential(), caller.tenant()) : owner(caller.tag());
	}

	/**
	 * The owner of a credential's bucket, a hash tag: what a run draws on at once is in
	 * one slot, all else in slots of its own. An issuer has one in each of its tenants.
	 * No credential has a colon in its name.
	 */
	String owner(String credential, String tenant) {
		String slot = OF_RUNS.contains(this) ? "key" : label();
		return "{" + slot + ":" + credential + ":" + tenant + "}";
	}

	/** The owner of a user's buckets, a hash tag. */
	public static String owner(UserTag user) {
		return "{" + user + "}";
	}

	/** The Redis key of an owner's bucket. */
	String key(String owner) {
		return "as:bucket:" + owner + ":" + label();
	}

}
