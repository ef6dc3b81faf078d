package dev.agentservice.rollout.control.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.webhook.WebhookKeys;
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

	private final WebhookKeys keys;

	private NotifySignature(WebhookKeys keys) {
		this.keys = keys;
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
		return new NotifySignature(WebhookKeys.of(texts));
	}

	private static List<String> lines(Path file) {
		List<String> lines = NotifyTargets.lines(file, "--notify-secret-file");
		if (lines.isEmpty()) {
			throw new IllegalArgumentException("the file of --notify-secret-file has no secret");
		}
		return lines;
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
		String signatures = this.keys.sign(id, time, body.getBytes(StandardCharsets.UTF_8));
		return Map.of(WebhookKeys.ID, id, WebhookKeys.TIMESTAMP, time, WebhookKeys.SIGNATURE, signatures);
	}

}
