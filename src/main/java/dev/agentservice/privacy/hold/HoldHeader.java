package dev.agentservice.privacy.hold;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a sealed copy says about itself in the clear. It names nobody.
 *
 * @param v the version of the form
 * @param hold the hold's id
 * @param user the tag of the user whose data it holds
 * @param tenant the tenant, for its audit log
 * @param credential with which credential the hold was placed, or renewed last
 * @param actor the tag of the user who did
 * @param reason why
 * @param placedAt when it was placed first
 * @param until when it ends
 * @param salt makes the file's key another one than that of any other file
 */
@JsonNaming(SnakeCaseStrategy.class)
record HoldHeader(int v, String hold, String user, String tenant, String credential, String actor, String reason,
		Instant placedAt, Instant until, String salt) {

	static final int VERSION = 1;

	private static final int SALT_BYTES = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	/** What makes the key of a new file. */
	static String newSalt() {
		byte[] bytes = new byte[SALT_BYTES];
		RANDOM.nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

}
