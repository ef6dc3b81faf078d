package dev.agentservice.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;

/**
 * The least HTTP client that LangChain4j's provider clients can work with.
 */
final class BlockingLangChainHttp implements HttpClient, HttpClientBuilder {

	private final java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();

	@Override
	public SuccessfulHttpResponse execute(HttpRequest request) {
		return read(send(request));
	}

	@Override
	public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
		HttpResponse<InputStream> response = send(request);
		if (response.statusCode() != 200) {
			listener.onError(new HttpException(response.statusCode(), read(response).body()));
			return;
		}
		parser.parse(response.body(), listener);
		listener.onClose();
	}

	private HttpResponse<InputStream> send(HttpRequest request) {
		var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(Duration.ofSeconds(30));
		request.headers().forEach((name, values) -> values.forEach((value) -> builder.header(name, value)));
		try {
			return this.http.send(
					builder.POST(java.net.http.HttpRequest.BodyPublishers.ofString(request.body())).build(),
					HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SuccessfulHttpResponse read(HttpResponse<InputStream> response) {
		try (InputStream body = response.body()) {
			byte[] bytes = body.readAllBytes();
			if (response.statusCode() != 200) {
				throw new HttpException(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
			}
			return SuccessfulHttpResponse.builder()
				.statusCode(200)
				.headers(response.headers().map())
				.body(bytes)
				.build();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public HttpClient build() {
		return this;
	}

	@Override
	public Duration connectTimeout() {
		return Duration.ofSeconds(30);
	}

	@Override
	public HttpClientBuilder connectTimeout(Duration timeout) {
		return this;
	}

	@Override
	public Duration readTimeout() {
		return Duration.ofSeconds(30);
	}

	@Override
	public HttpClientBuilder readTimeout(Duration timeout) {
		return this;
	}

}
