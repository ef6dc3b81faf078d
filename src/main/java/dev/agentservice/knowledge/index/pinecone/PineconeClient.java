package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.agentservice.knowledge.index.IndexBreaker;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.settings.PineconeProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.support.resilience.RetryPolicy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one wrapper of Pinecone: it owns the pool, the time-outs, the retries, the breaker
 * and the rule of egress. Every call may be repeated, since ids are final: one whose
 * answer was lost is. No redirects, cookies or proxies. Thread-safe.
 *
 * @see <a href="https://docs.pinecone.io/reference/api/versioning">Pinecone's
 * versions</a>, <a href="https://docs.pinecone.io/reference/api/errors">its errors</a>
 */
final class PineconeClient implements AutoCloseable {

	private static final String VERSION = "2026-07";

	/** Of an answer: 50 matches are about 10 KB. */
	private static final int MOST_BYTES = 1_000_000;

	private static final int TOO_MANY = 429;

	private static final int NOT_FOUND = 404;

	private static final Duration CONNECT = Duration.ofSeconds(2);

	private static final RetryPolicy RETRIES = new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(5));

	private static final RetryBudget.Limits BUDGET = new RetryBudget.Limits(20, 20, Duration.ofSeconds(10));

	private final URI host;

	private final String apiKey;

	private final CloseableHttpClient client;

	private final IndexBreaker breaker;

	private final RetryBudget budget = new RetryBudget(BUDGET, System::nanoTime);

	PineconeClient(PineconeProperties properties, IndexBreaker breaker, DnsResolver addresses) {
		this.host = properties.address();
		this.apiKey = properties.apiKey();
		this.breaker = breaker;
		this.client = HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setDnsResolver(addresses)
				.setMaxConnPerRoute(properties.connections())
				.setMaxConnTotal(properties.connections())
				.setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT)).build())
				.build())
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.build();
	}

	/**
	 * Makes a call.
	 * @param body JSON
	 * @return its answer; nothing if there is no such namespace
	 * @throws IndexUnavailableException if there is none in time, or the call is refused
	 */
	Optional<Answer> call(String path, String body, Deadline deadline) {
		return repeated(() -> {
			HttpPost request = new HttpPost(this.host.resolve(path));
			request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
			return request;
		}, deadline);
	}

	/** The same for what is read without a body. */
	Optional<Answer> read(String path, Map<String, String> parameters, Deadline deadline) {
		String query = parameters.entrySet()
			.stream()
			.map((one) -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", "?", ""));
		return repeated(() -> new HttpGet(this.host.resolve(path + query)), deadline);
	}

	private Optional<Answer> repeated(Supplier<HttpUriRequestBase> request, Deadline deadline) {
		this.budget.called();
		for (int attempts = 1;; attempts++) {
			try {
				return this.breaker.call(() -> once(request.get(), deadline));
			}
			catch (PassingException ex) {
				Duration pause = RETRIES.pauseAfter(attempts, deadline, ex.retryAfter, this.budget::tryRetry);
				if (pause == null) {
					throw ex;
				}
				sleep(pause);
			}
		}
	}

	private static void sleep(Duration pause) {
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IndexUnavailableException("interrupted", ex);
		}
	}

	/** The time is that of the whole exchange: an answer that drips is as bad as none. */
	private Optional<Answer> once(HttpUriRequestBase request, Deadline deadline) {
		request.setHeader("Api-Key", this.apiKey);
		request.setHeader("X-Pinecone-Api-Version", VERSION);
		request.setHeader("Accept", "application/json");
		Timeout left = Timeout.ofMilliseconds(deadline.remaining().toMillis() + 1);
		request.setConfig(RequestConfig.custom().setConnectionRequestTimeout(left).setResponseTimeout(left).build());
		CompletableFuture<Optional<Answer>> exchange = new CompletableFuture<>();
		Thread.ofVirtual().name("pinecone").start(() -> {
			try {
				exchange.complete(this.client.execute(request, PineconeClient::answer));
			}
			catch (IOException | RuntimeException ex) {
				exchange.completeExceptionally(ex);
			}
		});
		try {
			return exchange.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IndexUnavailableException("interrupted", ex);
		}
		catch (TimeoutException ex) {
			throw new IndexUnavailableException("Pinecone does not answer in time", ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
		finally {
			if (!exchange.isDone()) {
				request.cancel();
			}
		}
	}

	private static RuntimeException failure(@Nullable Throwable cause) {
		if (cause instanceof IndexUnavailableException known) {
			return known;
		}
		if (cause instanceof java.net.UnknownHostException unknown) {
			return new IndexUnavailableException("Pinecone: " + unknown.getMessage(), unknown);
		}
		return new PassingException("Pinecone does not answer", Duration.ZERO, cause);
	}

	private static Optional<Answer> answer(ClassicHttpResponse response) throws IOException {
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
		if (status == NOT_FOUND) {
			return Optional.empty();
		}
		if (status == TOO_MANY || status >= 500) {
			throw new PassingException("Pinecone answered " + status,
					retryAfter(response.getFirstHeader("Retry-After")), null);
		}
		if (status != 200) {
			throw new RefusedException(status, message(text));
		}
		return Optional.of(new Answer(json(text), lsn(response.getFirstHeader("X-Pinecone-Request-LSN")),
				lsn(response.getFirstHeader("X-Pinecone-Max-Indexed-LSN"))));
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
			throw new PassingException("Pinecone's answer is no JSON", Duration.ZERO, ex);
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

	@Override
	public void close() throws IOException {
		this.client.close();
	}

	/**
	 * What was answered.
	 *
	 * @param body its JSON
	 * @param written the number of a write in its namespace's log; 0 for a read
	 * @param indexed the number of the last write that a read has seen; 0 for a write
	 */
	record Answer(JsonNode body, long written, long indexed) {

	}

	/** It may pass by itself. */
	private static final class PassingException extends IndexUnavailableException {

		private final Duration retryAfter;

		private PassingException(String message, Duration retryAfter, @Nullable Throwable cause) {
			super(message, cause);
			this.retryAfter = retryAfter;
		}

	}

	/** It does not pass by itself: the request, the key or the index is wrong. */
	static final class RefusedException extends IndexUnavailableException {

		private final int status;

		private RefusedException(int status, String message) {
			super("Pinecone refused a call with " + status + ": " + message, null);
			this.status = status;
		}

		int status() {
			return this.status;
		}

		@Override
		public boolean isOutage() {
			return false;
		}

	}

}
