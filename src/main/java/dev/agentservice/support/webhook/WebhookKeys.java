package dev.agentservice.support.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets with which webhooks are signed, the newest first: while one is replaced,
 * there are two. A signature is an HMAC-SHA256 of the message's id, its time and its
 * body, joined by dots.
 */
public final class WebhookKeys {

	/** The header with the message's id, the same in each attempt. */
	public static final String ID = "webhook-id";

	/** The header with the time of the attempt, in seconds since 1970. */
	public static final String TIMESTAMP = "webhook-timestamp";

	/** The header with the signatures, separated by spaces. */
	public static final String SIGNATURE = "webhook-signature";

	private static final String PREFIX = "whsec_";

	private static final String VERSION = "v1,";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int SHORTEST = 24;

	private static final int LONGEST = 64;

	private static final int MOST = 4;

	/** Who sends more than that wants this service to be busy. */
	private static final int MOST_SIGNATURES = 8;

	private final List<SecretKeySpec> keys;

	private WebhookKeys(List<SecretKeySpec> keys) {
		this.keys = keys;
	}

	/**
	 * Reads the secrets: {@code whsec_} and 24 to 64 bytes in base64.
	 * @throws IllegalArgumentException if one cannot be used, or there are more than
	 * four; the message does not show it
	 */
	public static WebhookKeys of(List<String> secrets) {
		if (secrets.size() > MOST) {
			throw new IllegalArgumentException("more than " + MOST + " secrets are to sign messages");
		}
		return new WebhookKeys(secrets.stream().map(WebhookKeys::key).toList());
	}

	private static SecretKeySpec key(String text) {
		byte[] key = new byte[0];
		try {
			key = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : key;
		}
		catch (IllegalArgumentException _) {
			// Said below, as of other secrets that are none.
		}
		if (key.length < SHORTEST || key.length > LONGEST) {
			throw new IllegalArgumentException("a secret that signs messages is whsec_ and 24 to 64 bytes in base64");
		}
		return new SecretKeySpec(key, ALGORITHM);
	}

	/** Whether nothing can be signed. */
	public boolean isEmpty() {
		return this.keys.isEmpty();
	}

	/**
	 * The value of the header {@value #SIGNATURE}: one signature for each secret.
	 * @param timestamp the value of {@value #TIMESTAMP}
	 */
	public String sign(String id, String timestamp, byte[] body) {
		return this.keys.stream()
			.map((key) -> VERSION + Base64.getEncoder().encodeToString(mac(key, id, timestamp, body)))
			.collect(Collectors.joining(" "));
	}

	/**
	 * Whether one of the signatures was made with one of the secrets. The time that takes
	 * says nothing about the right one.
	 * @param signatures the value of {@value #SIGNATURE}
	 */
	public boolean verify(String id, String timestamp, byte[] body, String signatures) {
		String[] sent = signatures.split(" ", MOST_SIGNATURES + 1);
		boolean verified = false;
		for (SecretKeySpec key : this.keys) {
			byte[] right = (VERSION + Base64.getEncoder().encodeToString(mac(key, id, timestamp, body)))
				.getBytes(StandardCharsets.UTF_8);
			for (int i = 0; i < Math.min(sent.length, MOST_SIGNATURES); i++) {
				verified |= MessageDigest.isEqual(right, sent[i].getBytes(StandardCharsets.UTF_8));
			}
		}
		return verified;
	}

	private static byte[] mac(SecretKeySpec key, String id, String timestamp, byte[] body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
			return mac.doFinal(body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
