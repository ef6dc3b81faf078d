package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Prometheus.
 * <p>
 * An answer that is late, too large or partial is no answer: a judge that reads half of
 * the samples sees a reset where there is none.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>
 */
final class PrometheusClient {

	/** Ten minutes of 1,000 replicas and 200 series have some 50 MB. */
	private static final long LARGEST = 64L * 1024 * 1024;

	private static final int LONGEST_TOKEN = 16 * 1024;

	private final PrometheusSettings settings;

	private final HttpClient http;

	/** How far its clock was ahead of ours, or behind, at the last answer. */
	private volatile Duration ahead = Duration.ZERO;

	PrometheusClient(PrometheusSettings settings) {
		this.settings = settings;
		HttpClient.Builder builder = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(settings.timeout());
		Path authorities = settings.authorities();
		if (authorities != null) {
			builder.sslContext(Authorities.context(authorities));
		}
		this.http = builder.build();
	}

	/**
	 * Asks for the samples of a selector.
	 * @throws UnmeasurableException if there is no whole answer
	 */
	void query(String query, Instant time, SampleSink sink) throws UnmeasurableException {
		HttpResponse<byte[]> response = send(request(query, time));
		if (response.statusCode() >= 300) {
			throw new UnmeasurableException("Prometheus answered %s with status %d%s".formatted(query,
					response.statusCode(), QueryAnswer.error(response.body())));
		}
		QueryAnswer.read(query, response.body(), sink);
	}

	private HttpRequest request(String query, Instant time) throws UnmeasurableException {
		String form = "query=" + encoded(query)
				+ "&time=%d.%03d".formatted(time.getEpochSecond(), time.getNano() / 1_000_000) + "&timeout="
				+ Math.max(1, this.settings.timeout().toMillis()) + "ms";
		HttpRequest.Builder request = HttpRequest.newBuilder(this.settings.queries())
			.timeout(this.settings.timeout())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(form));
		Path file = this.settings.tokenFile();
		if (file != null) {
			request.header("Authorization", "Bearer " + token(file));
		}
		return request.build();
	}

	/** How far its clock is ahead of this machine's; negative if it is behind. */
	Duration ahead() {
		return this.ahead;
	}

	private static Duration ahead(String date) {
		try {
			return Duration.between(Instant.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
		}
		catch (DateTimeException _) {
			return Duration.ZERO;
		}
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String token(Path file) throws UnmeasurableException {
		try {
			if (Files.size(file) <= LONGEST_TOKEN) {
				String token = Files.readString(file).strip();
				if (token.matches("[\\x21-\\x7e]+")) {
					return token;
				}
			}
			throw new UnmeasurableException("the token file holds no bearer token");
		}
		catch (IOException ex) {
			throw new UnmeasurableException("the token file cannot be read: " + ex.getClass().getSimpleName());
		}
	}

	/** The request's own time-out ends with the headers of the answer. */
	private HttpResponse<byte[]> send(HttpRequest request) throws UnmeasurableException {
		CompletableFuture<HttpResponse<byte[]>> answer = this.http.sendAsync(request,
				BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
		try {
			HttpResponse<byte[]> response = answer.get(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
			this.ahead = response.headers().firstValue("Date").map(PrometheusClient::ahead).orElse(Duration.ZERO);
			return response;
		}
		catch (TimeoutException | ExecutionException ex) {
			boolean late = ex instanceof TimeoutException || ex.getCause() instanceof HttpTimeoutException;
			throw new UnmeasurableException(
					late ? "Prometheus did not answer within " + this.settings.timeout().toMillis() + " ms"
							: "Prometheus cannot be asked: " + ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UnmeasurableException("interrupted");
		}
		finally {
			answer.cancel(true);
		}
	}

}
