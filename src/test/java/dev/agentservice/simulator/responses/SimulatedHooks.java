package dev.agentservice.simulator.responses;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.support.BlockingHttp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks as a provider sends them: what has ended, signed by Standard Webhooks. None
 * are sent until there is a target. Thread-safe.
 */
public final class SimulatedHooks {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicInteger ids = new AtomicInteger();

	private volatile @Nullable Target target;

	/** From now on they go there. */
	public void to(String url, String secret) {
		this.target = new Target(url, secret);
	}

	/** None are sent any more. */
	public void stop() {
		this.target = null;
	}

	/** Sends one, if there is a target; that it is refused is its sender's affair. */
	public void send(String body) {
		Target now = this.target;
		if (now != null) {
			Message message = Message.of(now.secret(), "wh_" + this.ids.incrementAndGet(), Instant.now(), body);
			int _ = message.sendTo(now.url());
		}
	}

	/** What OpenAI says of a response. */
	public static String response(String type, String id) {
		ObjectNode event = Json.object().put("object", "event").put("id", "evt_1").put("type", type);
		event.put("created_at", Instant.now().getEpochSecond()).putObject("data").put("id", id);
		return Json.text(event);
	}

	/** What Anthropic says of a session. */
	public static String session(String type, String id) {
		ObjectNode event = Json.object().put("type", "event").put("id", "event_1");
		event.put("created_at", Instant.now().toString())
			.putObject("data")
			.put("type", type)
			.put("id", id)
			.put("organization_id", "org_1")
			.put("workspace_id", "wrkspc_1");
		return Json.text(event);
	}

	private record Target(String url, String secret) {

	}

	/**
	 * A signed message.
	 *
	 * @param headers those that the standard demands, and the body's type
	 * @param body the body
	 */
	public record Message(Map<String, String> headers, String body) {

		/** Signs one. */
		public static Message of(String secret, String id, Instant at, String body) {
			Map<String, String> headers = new TreeMap<>();
			headers.put("content-type", "application/json");
			headers.put("webhook-id", id);
			headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
			headers.put("webhook-signature", "v1," + mac(secret, id + "." + at.getEpochSecond() + "." + body));
			return new Message(headers, body);
		}

		/** Sends it, and returns the status of the answer. */
		public int sendTo(String url) {
			return answerTo(url).statusCode();
		}

		/** Sends it, and returns the answer without its body. */
		public HttpResponse<Void> answerTo(String url) {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
				.POST(BodyPublishers.ofString(this.body));
			this.headers.forEach(request::header);
			return BlockingHttp.send(HTTP, request.build(), BodyHandlers.discarding());
		}

		private static String mac(String secret, String text) {
			try {
				Mac mac = Mac.getInstance("HmacSHA256");
				mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
				return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
