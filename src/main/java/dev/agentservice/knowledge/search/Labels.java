package dev.agentservice.knowledge.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Labels of passages, made of what they are.
 */
final class Labels {

	/** Base32 (RFC 4648). */
	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	/** No collection's name begins with a line's end. */
	private static final String OWN = "\n";

	private static final int DIGITS = 6;

	private static final int LETTERS = 26;

	private static final int LENGTH = 16;

	private Labels() {
	}

	/**
	 * So long that no two are the same; a run shows as much of it as tells them apart. It
	 * begins with a digit and a letter, as no name in code does.
	 */
	static String of(String collection, boolean own, String document, int n) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			// None of them holds a line's end.
			byte[] hash = digest
				.digest(((own ? OWN : "") + collection + "\n" + document + "\n" + n).getBytes(StandardCharsets.UTF_8));
			StringBuilder label = new StringBuilder();
			label.append(ALPHABET.charAt(LETTERS + Math.floorMod(hash[0], DIGITS)));
			label.append(ALPHABET.charAt(Math.floorMod(hash[1], LETTERS)));
			for (int i = 2; i < LENGTH; i++) {
				label.append(ALPHABET.charAt(hash[i] & 31));
			}
			return label.toString();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
