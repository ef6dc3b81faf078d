package dev.agentservice.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The candidate that lost: the JDK's own client, on the calling thread as far as it goes.
 * It has what the measurement needs and no more.
 */
final class JdkHttpClient implements HttpClientBench.Candidate {

	private final HttpClient client = HttpClient.newBuilder()
		.version(Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(3))
		.build();

	@Override
	public void post(Exchange exchange, ProviderRequest request) {
		send(request, BodyHandlers.ofByteArray());
	}

	@Override
	public void post(Exchange exchange, ProviderRequest request, EventListener listener) {
		try (InputStream body = send(request, BodyHandlers.ofInputStream()).body()) {
			new EventStream(body, exchange, listener).forward();
			body.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private <T> HttpResponse<T> send(ProviderRequest request, HttpResponse.BodyHandler<T> handler) {
		HttpRequest.Builder wire = HttpRequest.newBuilder(request.url())
			.timeout(Duration.ofSeconds(60))
			.POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
		request.headers().forEach(wire::header);
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
