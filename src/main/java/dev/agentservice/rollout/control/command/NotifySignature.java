package dev.agentservice.rollout.control.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Signs messages, so that who gets them knows whom they are from. One signature for each
 * secret: while it is replaced, there are two.
 *
 * @see <a href=
 * "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>
 */
final class NotifySignature {

	static final String VARIABLE = "ROLLOUT_NOTIFY_SECRET";

	private static final String PREFIX = "whsec_";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int SHORTEST = 24;

	private static final int LONGEST = 64;

	private static final int MOST = 4;

	private final List<SecretKeySpec> keys;

	private NotifySignature(List<SecretKeySpec> keys) {
		this.keys = List.copyOf(keys);
	}

	/**
	 * Reads the secrets: the newest first, {@code whsec_} and 24 to 64 bytes in base64.
	 * @param file with one secret in each line, if there is one
	 * @param variable the value of {@value #VARIABLE}, if it has one
	 * @throws IllegalArgumentException if one cannot be used; the message does not show
	 * it
	 */
	static NotifySignature read(@Nullable Path file, @Nullable String variable) {
		List<String> texts = new ArrayList<>();
		if (variable != null && !variable.isBlank()) {
			texts.add(variable.strip());
		}
		if (file != null) {
			texts.addAll(lines(file));
		}
		if (texts.size() > MOST) {
			throw new IllegalArgumentException("more than " + MOST + " secrets are to sign messages");
		}
		return new NotifySignature(texts.stream().map(NotifySignature::key).toList());
	}

	private static List<String> lines(Path file) {
		List<String> lines = NotifyTargets.lines(file, "--notify-secret-file");
		if (lines.isEmpty()) {
			throw new IllegalArgumentException("the file of --notify-secret-file has no secret");
		}
		return lines;
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

	/**
	 * The headers of a message; none without a secret.
	 * @param id of the message, the same in each attempt
	 * @param now when this attempt is made
	 */
	Map<String, String> headers(String id, Instant now, String body) {
		if (this.keys.isEmpty()) {
			return Map.of();
		}
		String time = Long.toString(now.getEpochSecond());
		String signed = "%s.%s.%s".formatted(id, time, body);
		return Map.of("webhook-id", id, "webhook-timestamp", time, "webhook-signature",
				this.keys.stream().map((key) -> "v1," + sign(key, signed)).collect(Collectors.joining(" ")));
	}

	private static String sign(SecretKeySpec key, String text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
