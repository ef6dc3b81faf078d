package dev.agentservice.guard.classifier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Against a stand-in for the endpoint that speaks real HTTP.
 */
class HttpInjectionClassifierTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final CountDownLatch over = new CountDownLatch(1);

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.over.countDown();
		this.server.stop(0);
	}

	@Test
	void theWholeTextIsSentAndTheScoreRead() {
		AtomicReference<String> sent = new AtomicReference<>("");
		on((exchange) -> {
			sent.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			answer(exchange, 200, "{\"score\": 0.75, \"label\": \"injection\"}");
		});

		assertThat(score("say \"hé\"\n", LONG)).isEqualTo(0.75);
		assertThat(sent).hasValue("{\"text\":\"say \\\"hé\\\"\\n\"}");
	}

	@Test
	void anythingButAnAnswerWithAScoreIsAnError() {
		on((exchange) -> answer(exchange, 500, "{\"score\": 0.1}"));
		assertThatIllegalStateException().isThrownBy(() -> score("x", LONG)).withMessage("The classifier answered 500");
		on((exchange) -> answer(exchange, 200, "{\"score\": \"0.1\"}"));
		assertThatIllegalStateException().isThrownBy(() -> score("x", LONG))
			.withMessage("The classifier answered without a score");
		on((exchange) -> {
			exchange.getResponseHeaders().add("Location", "/elsewhere");
			answer(exchange, 302, "");
		});
		assertThatIllegalStateException().isThrownBy(() -> score("x", LONG)).withMessage("The classifier answered 302");
	}

	@Test
	void anAnswerWithoutEndIsAnError() {
		on((exchange) -> answer(exchange, 200, "{\"score\": 0.1, \"why\": \"" + "x".repeat(100_000) + "\"}"));

		assertThatIllegalStateException().isThrownBy(() -> score("x", LONG))
			.withMessage("The classifier could not be asked");
	}

	@Test
	void silenceIsAnErrorAfterTheTimeOut() {
		on((exchange) -> awaitEnd());

		assertThatIllegalStateException().isThrownBy(() -> score("x", Duration.ofMillis(100)))
			.withMessage("The classifier did not answer in time");
	}

	@Test
	void aBodyThatStopsIsAnErrorAfterTheTimeOut() {
		on((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write('{');
			exchange.getResponseBody().flush();
			awaitEnd();
		});

		assertThatIllegalStateException().isThrownBy(() -> score("x", Duration.ofMillis(300)))
			.withMessage("The classifier did not answer in time");
	}

	@Test
	void nobodyThereClosesTheGuard() {
		this.server.stop(0);
		try (HttpInjectionClassifier classifier = new HttpInjectionClassifier(endpoint(), LONG)) {
			InjectionGuard guard = new InjectionGuard(classifier, LONG);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> guard.inspect("Hello", Origin.TASK));
		}
	}

	@Test
	void whoIsInterruptedWhileAskingStaysInterrupted() {
		on((exchange) -> awaitEnd());

		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> score("x", LONG));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whatIsClosedAsksNobody() {
		on((exchange) -> answer(exchange, 200, "{\"score\": 0.1}"));
		HttpInjectionClassifier classifier = new HttpInjectionClassifier(endpoint(), LONG);
		classifier.close();
		assertThatIllegalStateException().isThrownBy(() -> classifier.score("x", Deadline.after(LONG)));
	}

	private double score(String text, Duration timeout) {
		try (HttpInjectionClassifier classifier = new HttpInjectionClassifier(endpoint(), timeout)) {
			return classifier.score(text, Deadline.after(LONG));
		}
	}

	private URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/score");
	}

	private void on(HttpHandler handler) {
		if (this.server.getAddress() != null) {
			try {
				this.server.removeContext("/score");
			}
			catch (IllegalArgumentException ignored) {
				// the first one
			}
			this.server.createContext("/score", handler);
		}
	}

	private void awaitEnd() {
		try {
			this.over.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
