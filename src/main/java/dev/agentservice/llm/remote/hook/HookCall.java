package dev.agentservice.llm.remote.hook;

import java.io.IOException;

import dev.agentservice.support.webhook.WebhookKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;

/**
 * A request that may be a provider's hook.
 *
 * @param id of the message; empty if it has none that can be used
 * @param timestamp when it was sent, in seconds since 1970, as the header has it
 * @param signatures what shows whose it is
 * @param body its body, not read yet
 */
record HookCall(String id, String timestamp, String signatures, HttpInputMessage body) {

	private static final int LONGEST = 256;

	static HookCall of(HttpInputMessage request) throws IOException {
		HttpHeaders headers = request.getHeaders();
		return new HookCall(only(headers, WebhookKeys.ID), only(headers, WebhookKeys.TIMESTAMP),
				signatures(headers.getFirst(WebhookKeys.SIGNATURE)), request);
	}

	/** Whether it looks like one that was sent a moment ago. */
	boolean isOf(long now, long valid) {
		return !this.id.isEmpty() && !this.signatures.isEmpty() && this.timestamp.matches("[0-9]{1,12}")
				&& Math.abs(now - Long.parseLong(this.timestamp)) <= valid;
	}

	/** Two of a kind are none: a gateway may have looked at the other. */
	private static String only(HttpHeaders headers, String name) {
		var values = headers.getOrEmpty(name);
		return (values.size() == 1 && values.getFirst().length() <= LONGEST) ? values.getFirst() : "";
	}

	private static String signatures(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
