package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Pinecone has answered.
 *
 * @param body its JSON
 * @param written the number of a write in its namespace's log; 0 for a read, or if it was
 * not told
 * @param indexed the number of the last write that a read has seen; 0 for a write
 */
record PineconeAnswer(JsonNode body, long written, long indexed) {

	/** Of an answer: 50 matches are about 10 KB. */
	private static final int MOST_BYTES = 1_000_000;

	private static final int TOO_MANY = 429;

	private static final int NOT_FOUND = 404;

	/** gRPC's {@code NOT_FOUND}, in a body. */
	private static final int NOT_FOUND_CODE = 5;

	static Optional<PineconeAnswer> of(ClassicHttpResponse response) throws IOException {
		String text = "";
		if (response.getEntity() != null) {
			try (InputStream in = response.getEntity().getContent()) {
				byte[] bytes = in.readNBytes(MOST_BYTES + 1);
				if (bytes.length > MOST_BYTES) {
					throw new IndexUnavailableException("Pinecone's answer is too long", null);
				}
				text = new String(bytes, StandardCharsets.UTF_8);
			}
		}
		int status = response.getCode();
		if (status == NOT_FOUND && isNoNamespace(text)) {
			return Optional.empty();
		}
		if (status == TOO_MANY || status >= 500) {
			throw new PineconePassingException("Pinecone answered " + status,
					retryAfter(response.getFirstHeader("Retry-After")), null, status != TOO_MANY);
		}
		if (status != 200) {
			throw new PineconeRefusedException(status, message(text));
		}
		return Optional.of(new PineconeAnswer(json(text), lsn(response.getFirstHeader("X-Pinecone-Request-LSN")),
				lsn(response.getFirstHeader("X-Pinecone-Max-Indexed-LSN"))));
	}

	/** Any other 404 says that something else is missing, or comes from somebody else. */
	private static boolean isNoNamespace(String text) {
		try {
			JsonNode body = JsonMapper.shared().readTree(text);
			return body.path("code").asInt(0) == NOT_FOUND_CODE
					&& body.path("message").asString("").startsWith("Namespace not found");
		}
		catch (JacksonException _) {
			return false;
		}
	}

	private static Duration retryAfter(@Nullable Header header) {
		return Duration.ofSeconds(lsn(header));
	}

	/** A number that is missing, or none, is 0. */
	private static long lsn(@Nullable Header header) {
		String value = (header != null) ? header.getValue().strip() : "";
		return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
	}

	private static JsonNode json(String text) {
		try {
			return JsonMapper.shared().readTree(text);
		}
		catch (JacksonException ex) {
			throw new PineconePassingException("Pinecone's answer is no JSON", Duration.ZERO, ex);
		}
	}

	private static String message(String text) {
		try {
			JsonNode body = JsonMapper.shared().readTree(text);
			String message = body.path("message").asString(body.path("error").path("message").asString(""));
			return message.substring(0, Math.min(message.length(), 200));
		}
		catch (JacksonException _) {
			return "";
		}
	}

}
