package dev.agentservice.identity.refusal;

import java.util.Locale;

/**
 * Why a request was not let in, as {@code agent.auth.failures} counts it.
 */
public enum AuthFailure {

	/** No credential was sent, or none that is a bearer token. */
	MISSING,
	/** Nobody has this API key. */
	UNKNOWN_KEY,
	/** The configuration has switched the API key off. */
	REVOKED_KEY,
	/** The API key's time is over. */
	EXPIRED_KEY,
	/** A JWT that is forged, expired, or not meant for this service. */
	BAD_TOKEN,
	/** A JWT that names a signing key which its issuer does not publish. */
	UNKNOWN_KID,
	/** A JWT of a tenant that its issuer may not speak for. */
	UNKNOWN_TENANT,
	/** A user whom nobody may be called, or who is named twice. */
	BAD_USER,
	/** A user whom this credential may not act for. */
	FOREIGN_USER,
	/** The keys that JWTs are checked with cannot be had. */
	KEYS_UNAVAILABLE,
	/** A good credential without the scope that the path needs. */
	INSUFFICIENT_SCOPE;

	/** The metric's label, for example {@code unknown_key}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
