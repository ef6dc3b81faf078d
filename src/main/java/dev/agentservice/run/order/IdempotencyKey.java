package dev.agentservice.run.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A client's name for a request: a retry with the same key gets the same run. Held as
 * digests only, because clients put order numbers and names of people into keys; stored
 * as {@link StoredKey}, because digests of short texts can be guessed.
 *
 * @param digest SHA-256 of the key, lower-case hexadecimal
 * @param fingerprint SHA-256 of the request, to detect another request with the same key
 */
public record IdempotencyKey(String digest, String fingerprint) {

	/** The header that carries it. */
	public static final String HEADER = "Idempotency-Key";

	private static final int LONGEST = 255;

	/**
	 * Makes a key.
	 * @param key the header's value: 1 to 255 visible ASCII characters
	 * @param request the request, in a form that is equal for equal requests
	 * @throws ProblemException {@code invalid_request} if the value is not valid
	 */
	public static IdempotencyKey of(String key, String request) {
		if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch((c) -> c > ' ' && c <= '~')) {
			throw new ProblemException(ProblemCode.INVALID_REQUEST,
					HEADER + " must be 1 to 255 visible ASCII characters.");
		}
		return new IdempotencyKey(sha256(key), sha256(request));
	}

	private static String sha256(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
