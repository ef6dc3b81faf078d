package dev.agentservice.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;

/**
 * Java's HTTP client for those who have nothing to do until they are answered.
 */
public final class BlockingHttp {

	private BlockingHttp() {
	}

	/**
	 * Sends a request and waits.
	 * @throws UncheckedIOException if there is no answer, or none in time
	 */
	public static <T> HttpResponse<T> send(HttpClient http, HttpRequest request, BodyHandler<T> body) {
		try {
			return http.send(request, body);
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
