package dev.agentservice.run.order;

import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;

/**
 * An idempotency key as it is stored. HMACs, by which no text can be guessed, are what
 * counts from version 2 of the state on; releases before stored the digests themselves,
 * and find nothing else. So both are written in this release, and a record of either form
 * is found: a retry gets its run whichever of two releases it comes to. The next release
 * writes HMACs alone.
 *
 * @param digest what stands for the key
 * @param fingerprint what stands for the request
 * @param otherDigest what stands for the key in the other form
 * @param otherFingerprint what stands for the request in that form
 * @param both whether the other form is written, too, and not only read
 */
public record StoredKey(String digest, String fingerprint, String otherDigest, String otherFingerprint, boolean both) {

	/** Of a request without a key. */
	public static final StoredKey NONE = new StoredKey("", "", "", "", false);

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
				? new StoredKey(digest, fingerprint, key.digest(), key.fingerprint(), true)
				: new StoredKey(key.digest(), key.fingerprint(), digest, fingerprint, false);
	}

}
