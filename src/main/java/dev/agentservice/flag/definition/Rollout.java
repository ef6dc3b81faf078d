package dev.agentservice.flag.definition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import dev.agentservice.identity.UserTag;

/**
 * Where a user stands in a flag's rollout: a place from 0 to 9,999 on a line of
 * hundredths of a percent. It is the first 8 bytes of SHA-256 over the flag's name, a NUL
 * and the user's tag, as an unsigned number, modulo 10,000. So a user's place never
 * changes, whatever replica or release looks; a growing percentage only ever adds users;
 * and because the flag's name is hashed with it, the first tenth of users is another one
 * for each flag.
 */
final class Rollout {

	/** The whole line. */
	static final int EVERYBODY = 10_000;

	private Rollout() {
	}

	static int place(String flag, UserTag user) {
		byte[] hash = sha256((flag + '\0' + user.value()).getBytes(StandardCharsets.UTF_8));
		return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), EVERYBODY);
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
