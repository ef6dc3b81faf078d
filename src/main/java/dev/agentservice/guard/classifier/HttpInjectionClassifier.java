package dev.agentservice.guard.classifier;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.Deadline;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A classifier behind an HTTP endpoint. It gets {@code POST} with
 * <code>{"text": "…"}</code>, and answers {@code 200} with <code>{"score": 0.93}</code>,
 * from 0 (harmless) to 1. Redirects are not followed, nothing is tried twice, and
 * whatever else comes back is an error.
 */
public final class HttpInjectionClassifier implements InjectionClassifier, AutoCloseable {

	private static final int MAX_ANSWER_BYTES = 65_536;

	private final HttpClient client;

	private final URI endpoint;

	private final Duration timeout;

	/**
	 * Creates a classifier.
	 * @param endpoint where to post to
	 * @param timeout how long the whole exchange may take
	 */
	public HttpInjectionClassifier(URI endpoint, Duration timeout) {
		this.client = HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1).build();
		this.endpoint = endpoint;
		this.timeout = timeout;
	}

	@Override
	public double score(String text, Deadline deadline) {
		HttpRequest request = HttpRequest.newBuilder(this.endpoint)
			.header("Content-Type", "application/json")
			.header("Accept", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(Map.of("text", text))))
			.build();
		HttpResponse<String> response = send(request, deadline.within(this.timeout));
		if (response.statusCode() != 200) {
			throw new IllegalStateException("The classifier answered " + response.statusCode());
		}
		JsonNode score = JsonMapper.shared().readTree(response.body()).path("score");
		if (!score.isNumber()) {
			throw new IllegalStateException("The classifier answered without a score");
		}
		return score.asDouble();
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

	/** The time-out is over the whole answer: a body that drips is as bad as none. */
	private HttpResponse<String> send(HttpRequest request, Deadline deadline) {
		CompletableFuture<HttpResponse<String>> answer = this.client.sendAsync(request,
				BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
		try {
			return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted while the classifier was asked");
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("The classifier did not answer in time", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The classifier could not be asked", new IOException(ex.getCause()));
		}
		finally {
			answer.cancel(true);
		}
	}

}
