package dev.agentservice.support;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/**
 * Makes ULIDs: 26 characters of Crockford's base 32, 48 bits of milliseconds and 80
 * random bits, so that ids sort by the time they were made.
 *
 * @see <a href="https://github.com/ulid/spec">The ULID specification</a>
 */
public final class Ulid {

	private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

	private static final SecureRandom RANDOM = new SecureRandom();

	private Ulid() {
	}

	/** A new id of the clock's present millisecond. */
	public static String next(Clock clock) {
		char[] id = new char[26];
		encode(clock.millis(), id, 0, 10);
		byte[] bytes = new byte[10];
		RANDOM.nextBytes(bytes);
		encode(fiveBytes(bytes, 0), id, 10, 8);
		encode(fiveBytes(bytes, 5), id, 18, 8);
		return new String(id);
	}

	/** The millisecond in which an id was made. */
	public static Instant instantOf(String id) {
		long millis = 0;
		for (int i = 0; i < 10; i++) {
			millis = (millis << 5) | new String(ALPHABET).indexOf(id.charAt(i));
		}
		return Instant.ofEpochMilli(millis);
	}

	private static void encode(long value, char[] id, int offset, int length) {
		long rest = value;
		for (int i = offset + length - 1; i >= offset; i--) {
			id[i] = ALPHABET[(int) (rest & 31)];
			rest >>>= 5;
		}
	}

	private static long fiveBytes(byte[] bytes, int offset) {
		long value = 0;
		for (int i = offset; i < offset + 5; i++) {
			value = (value << 8) | (bytes[i] & 0xff);
		}
		return value;
	}

}
