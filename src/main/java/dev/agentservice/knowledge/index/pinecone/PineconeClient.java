package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
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
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

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
	Optional<PineconeAnswer> call(String path, String body, Deadline deadline) {
		return repeated(() -> {
			HttpPost request = new HttpPost(this.host.resolve(path));
			request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
			return request;
		}, deadline);
	}

	/** Whether a call is made at all. */
	boolean isAvailable() {
		return !this.breaker.isOpen();
	}

	/** The same for what is read without a body. */
	Optional<PineconeAnswer> read(String path, Map<String, String> parameters, Deadline deadline) {
		String query = parameters.entrySet()
			.stream()
			.map((one) -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", "?", ""));
		return repeated(() -> new HttpGet(this.host.resolve(path + query)), deadline);
	}

	private Optional<PineconeAnswer> repeated(Supplier<HttpUriRequestBase> request, Deadline deadline) {
		this.budget.called();
		for (int attempts = 1;; attempts++) {
			try {
				return this.breaker.call(() -> once(request.get(), deadline));
			}
			catch (PineconePassingException ex) {
				Duration pause = RETRIES.pauseAfter(attempts, deadline, ex.retryAfter(), this.budget::tryRetry);
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
	private Optional<PineconeAnswer> once(HttpUriRequestBase request, Deadline deadline) {
		request.setHeader("Api-Key", this.apiKey);
		request.setHeader("X-Pinecone-Api-Version", VERSION);
		request.setHeader("Accept", "application/json");
		Duration had = deadline.remaining();
		Timeout left = Timeout.ofMilliseconds(deadline.remaining().toMillis() + 1);
		request.setConfig(RequestConfig.custom().setConnectionRequestTimeout(left).setResponseTimeout(left).build());
		CompletableFuture<Optional<PineconeAnswer>> exchange = new CompletableFuture<>();
		Thread.ofVirtual().name("pinecone").start(() -> {
			try {
				exchange.complete(this.client.execute(request, PineconeAnswer::of));
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
			throw IndexUnavailableException.late("Pinecone does not answer in time", had, ex);
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
		return new PineconePassingException("Pinecone does not answer", Duration.ZERO, cause);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
