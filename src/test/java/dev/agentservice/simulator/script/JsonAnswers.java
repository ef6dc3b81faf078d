package dev.agentservice.simulator.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Sends the provider's JSON documents, whole or broken.
 */
final class JsonAnswers {

	private static final byte[] GARBAGE = "<html>This is not the API you are looking for"
		.getBytes(StandardCharsets.UTF_8);

	private final Protocol protocol;

	private final Exchange exchange;

	JsonAnswers(Protocol protocol, Exchange exchange) {
		this.protocol = protocol;
		this.exchange = exchange;
	}

	void send(byte[] body) throws IOException {
		this.exchange.send(200, headers(), body);
	}

	void refuse(Refusal refusal, @Nullable Duration retryAfter) throws IOException {
		Map<String, String> headers = headers();
		if (retryAfter != null) {
			headers.put("retry-after", Long.toString(retryAfter.toSeconds()));
		}
		this.exchange.send(refusal.status(), headers, this.protocol.error(refusal));
	}

	void sendGarbage() throws IOException {
		send(GARBAGE);
	}

	void send(Interruption.Kind kind, byte[] body) throws IOException {
		switch (kind) {
			case STALL -> {
				this.exchange.sendHalf(200, headers(), body);
				this.exchange.stayUntilClientLeaves();
			}
			case CUT -> {
				this.exchange.sendHalf(200, headers(), body);
				this.exchange.close();
			}
			case RESET -> {
				this.exchange.sendHalf(200, headers(), body);
				this.exchange.reset();
			}
			case BROKEN_CHUNK, BROKEN_EVENT, EARLY_END -> send(Arrays.copyOf(body, body.length / 2));
			case ERROR -> refuse(this.protocol.refusal(500), null);
			case NONE, NO_END_MARKER -> send(body);
		}
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new HashMap<>(this.protocol.headers());
		headers.put("content-type", "application/json");
		return headers;
	}

}
