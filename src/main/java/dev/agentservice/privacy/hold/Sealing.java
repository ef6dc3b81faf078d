package dev.agentservice.privacy.hold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a stream in pieces of 64 KiB, so that neither its length nor a reader's memory is
 * bounded by it. The nonce of a piece is its number and whether it is the last; so a
 * piece that is missing, stands elsewhere, or comes from another file does not open. Each
 * file has a key of its own, so no nonce is used twice with one.
 *
 * @see <a href="https://eprint.iacr.org/2015/189">Online Authenticated-Encryption and its
 * Nonce-Reuse Misuse-Resistance (the construction STREAM)</a>
 */
final class Sealing {

	/** How much a piece holds; only the last may hold less. */
	static final int PIECE = 64 * 1024;

	/** How much longer it is when it is sealed. */
	static final int TAG = 16;

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final byte[] PURPOSE = "agent-service hold 1\n".getBytes(StandardCharsets.UTF_8);

	private final SecretKeySpec key;

	private Sealing(SecretKeySpec key) {
		this.key = key;
	}

	/**
	 * The sealing of one file.
	 * @param master the configured key
	 * @param header the file's first line, without its end
	 */
	static Sealing of(byte[] master, byte[] header) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(master, "HmacSHA256"));
			mac.update(PURPOSE);
			return new Sealing(new SecretKeySpec(mac.doFinal(header), "AES"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has HMAC-SHA-256", ex);
		}
	}

	/**
	 * Reads the configured key. Neither the text nor the cause of a failure is passed on:
	 * it is a secret.
	 */
	static byte[] readKey(Path file) {
		try {
			byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
			if (key.length == KEY_BYTES) {
				return key;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.hold-key: the file cannot be read", ex);
		}
		catch (IllegalArgumentException _) {
			// It is no Base64.
		}
		throw new IllegalArgumentException("agent-service.privacy.hold-key: the file holds no 32 bytes in Base64. "
				+ "Make some with: openssl rand -base64 32");
	}

	byte[] seal(byte[] piece, int length, long number, boolean last) {
		try {
			return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(piece, 0, length);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A piece cannot be sealed", ex);
		}
	}

	/**
	 * Opens a piece.
	 * @throws IOException if it is not what was sealed as this piece of this file
	 */
	byte[] open(byte[] sealed, int length, long number, boolean last) throws IOException {
		try {
			return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(Arrays.copyOf(sealed, length));
		}
		catch (GeneralSecurityException ex) {
			throw new IOException("A sealed copy was changed or cut, or is of another key", ex);
		}
	}

	private Cipher cipher(int mode, long number, boolean last) throws GeneralSecurityException {
		byte[] nonce = new byte[NONCE_BYTES];
		var _ = ByteBuffer.wrap(nonce).putInt(last ? 1 : 0).putLong(number);
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, this.key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
		return cipher;
	}

}
