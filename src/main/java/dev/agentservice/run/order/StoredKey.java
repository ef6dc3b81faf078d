package dev.agentservice.run.order;

import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;

/**
 * An idempotency key as it is stored. Version 2 of the state stores HMACs, by which no
 * text can be guessed; version 1 stored the digests themselves. A record of either form
 * is found, so that a retry gets its run also while two releases serve.
 *
 * @param digest what stands for the key
 * @param fingerprint what stands for the request
 * @param otherDigest what stands for the key in the form that is not written
 * @param otherFingerprint what stands for the request in that form
 */
public record StoredKey(String digest, String fingerprint, String otherDigest, String otherFingerprint) {

	/** Of a request without a key. */
	public static final StoredKey NONE = new StoredKey("", "", "", "");

	/**
	 * A key in the form that is written.
	 * @param key the client's, or null
	 * @param version the version in which state is written
	 */
	public static StoredKey of(@Nullable IdempotencyKey key, UserTag user, UserTags tags, int version) {
		if (key == null) {
			return NONE;
		}
		String digest = tags.ofIdempotencyKey(user, key.digest());
		String fingerprint = tags.ofRequest(user, key.fingerprint());
		return (version > StateProperties.OLDEST_VERSION)
				? new StoredKey(digest, fingerprint, key.digest(), key.fingerprint())
				: new StoredKey(key.digest(), key.fingerprint(), digest, fingerprint);
	}

}
