package dev.agentservice.guard.evaluate;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.agentservice.guard.evaluate.report.Verdict;
import dev.agentservice.guard.evaluate.set.Case;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service somewhere. A task comes with so small a budget that no model can be asked:
 * 422 {@code input_rejected} is the guard's, 429 {@code budget_exceeded} says that the
 * guard has let it in, at no cost. A conversation goes through OpenAI's protocol, where a
 * client tells the history and no budget: what the guard lets in is paid, so there are at
 * most as many as is allowed. What tools bring cannot be sent.
 */
final class DeployedService implements Subject {

	private static final Duration TIMEOUT = Duration.ofSeconds(130);

	private static final String TOO_LITTLE_USD = "0.000000001";

	private static final int PATIENCE = 5;

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final Target target;

	private final Consumer<Duration> pause;

	private int paid;

	/**
	 * Creates a subject.
	 * @param target whom to ask, and how
	 * @param pause waits, where the service asks to come back later
	 */
	DeployedService(Target target, Consumer<Duration> pause) {
		this.target = target;
		this.pause = pause;
	}

	@Override
	public String name() {
		return this.target.url();
	}

	@Override
	public Verdict judge(Case given) {
		return switch (given.direction()) {
			case TASK -> verdict(ask("/agent", task(given)));
			case HISTORY -> (this.paid < this.target.mostPaid()) ? conversation(given) : Verdict.NOT_ASKED;
			case TOOL_RESULT, PASSAGE -> Verdict.NOT_ASKED;
		};
	}

	private Verdict conversation(Case given) {
		Verdict verdict = verdict(ask("/v1/chat/completions", chat(given)));
		this.paid += (verdict == Verdict.BLOCKED) ? 0 : 1;
		return verdict;
	}

	private Map<String, Object> task(Case given) {
		return Map.of("agent", this.target.agent(), "task", given.turns().getLast().text(), "max_cost_usd",
				new BigDecimal(TOO_LITTLE_USD));
	}

	private Map<String, Object> chat(Case given) {
		List<Map<String, String>> messages = given.turns()
			.stream()
			.map((turn) -> Map.of("role", turn.role(), "content", turn.text()))
			.toList();
		return Map.of("model", this.target.agent(), "max_completion_tokens", 16, "messages", messages);
	}

	private static Verdict verdict(HttpResponse<String> response) {
		if (response.statusCode() == 200) {
			return response.body().contains("\"suspicious\"") ? Verdict.SUSPICIOUS : Verdict.PASSED;
		}
		String code = code(response);
		return switch (code) {
			case "input_rejected" -> Verdict.BLOCKED;
			case "budget_exceeded" -> Verdict.PASSED;
			default -> throw new UnreachableException("answers %d %s".formatted(response.statusCode(), code), null);
		};
	}

	/** Its own problem documents have the code at the top, OpenAI's errors inside. */
	private static String code(HttpResponse<String> response) {
		try {
			JsonNode body = JsonMapper.shared().readTree(response.body());
			return body.path("code").asString(body.at("/error/code").asString(""));
		}
		catch (JacksonException ex) {
			throw new UnreachableException("answers " + response.statusCode() + " without JSON", ex);
		}
	}

	/** Comes back when it is told to, but not for ever. */
	private HttpResponse<String> ask(String path, Map<String, Object> body) {
		HttpResponse<String> response = send(path, body);
		for (int i = 0; i < PATIENCE && mayComeBack(response); i++) {
			this.pause.accept(Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
			response = send(path, body);
		}
		return response;
	}

	private static boolean mayComeBack(HttpResponse<String> response) {
		return (response.statusCode() == 429 && !code(response).equals("budget_exceeded"))
				|| response.statusCode() == 503;
	}

	private HttpResponse<String> send(String path, Map<String, Object> body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.target.url() + path))
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.header("Authorization", "Bearer " + this.target.key())
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
			.build();
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UnreachableException("does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UnreachableException("was not waited for", ex);
		}
	}

	/**
	 * Whom to ask, and how.
	 *
	 * @param url where it is
	 * @param key an API key with the scope {@code agent}
	 * @param agent which agent
	 * @param mostPaid how many conversations a model may answer
	 */
	record Target(String url, String key, String agent, int mostPaid) {

		/** Never tells the key. */
		@Override
		public String toString() {
			return this.url;
		}

	}

	/** The service cannot be measured. */
	static final class UnreachableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnreachableException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
