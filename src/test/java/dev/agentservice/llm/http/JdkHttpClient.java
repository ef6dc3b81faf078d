package dev.agentservice.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;

/**
 * The candidate that lost: the JDK's own client, on the calling thread as far as it goes.
 * It has what the measurement needs and no more.
 */
final class JdkHttpClient implements HttpClient {

	private final java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
		.version(Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(3))
		.build();

	@Override
	public SuccessfulHttpResponse execute(HttpRequest request) {
		HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
		return SuccessfulHttpResponse.builder()
			.statusCode(response.statusCode())
			.headers(response.headers().map())
			.body(response.body())
			.build();
	}

	@Override
	public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
		try (InputStream body = send(request, BodyHandlers.ofInputStream()).body()) {
			new EventStream(body, Exchange.current(), listener).forward();
			body.transferTo(OutputStream.nullOutputStream());
			listener.onClose();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		java.net.http.HttpRequest.Builder wire = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
			.timeout(Duration.ofSeconds(60))
			.method(request.method().name(), java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
		request.headers().forEach((name, values) -> values.forEach((value) -> wire.header(name, value)));
		try {
			return this.client.send(wire.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
