package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends messages to webhooks, beside the rollout: it is never waited for but at the end
 * of the process, and then not for long. What cannot be sent is said in the log.
 */
final class Notifier implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** More are not kept: the newest say what matters. */
	private static final int WAITING = 50;

	private final List<URI> targets;

	private final NotifySignature signature;

	private final List<Duration> pauses;

	private final Consumer<String> log;

	/** One thread, so that messages arrive in their order. */
	private final ThreadPoolExecutor sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("notify").factory(),
			new ThreadPoolExecutor.DiscardOldestPolicy());

	private final HttpClient http = HttpClient.newBuilder()
		.followRedirects(HttpClient.Redirect.NEVER)
		.connectTimeout(TIMEOUT)
		.build();

	/** Tries three times, within half a minute. */
	Notifier(List<URI> targets, NotifySignature signature, Consumer<String> log) {
		this(targets, signature, log, List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)));
	}

	/** Waits so long before each further attempt. */
	Notifier(List<URI> targets, NotifySignature signature, Consumer<String> log, List<Duration> pauses) {
		this.targets = List.copyOf(targets);
		this.signature = signature;
		this.log = log;
		this.pauses = List.copyOf(pauses);
	}

	/**
	 * One of the policy's addresses, and of those that the command was called with; none
	 * where nothing is changed. Only a start is refused because they cannot be used.
	 * @throws IllegalArgumentException if a start's cannot be used
	 */
	static Notifier of(ControlOptions options, List<String> policy, Consumer<String> log) {
		boolean looks = options.has("--dry-run") || options.verb().equals("status") || options.verb().equals("plan");
		List<URI> targets = List.of();
		NotifySignature signature = NotifySignature.read(null, null);
		String lost = "nobody is told of the rollout: ";
		try {
			if (!looks) {
				targets = NotifyTargets.read(policy, options.path("--notify-file"),
						System.getenv(NotifyTargets.VARIABLE));
				lost = "messages are not signed: ";
				String secret = System.getenv(NotifySignature.VARIABLE);
				if (secret != null && secret.isBlank()) {
					log.accept(NotifySignature.VARIABLE + " is empty, and signs nothing");
				}
				signature = NotifySignature.read(options.path("--notify-secret-file"), secret);
			}
		}
		catch (IllegalArgumentException ex) {
			if (options.verb().equals("start")) {
				throw ex;
			}
			log.accept(lost + ex.getMessage());
		}
		return new Notifier(targets, signature, log);
	}

	/** Sends a message, some time. */
	void tell(String json) {
		if (!this.sender.isShutdown()) {
			String id = "msg_" + UUID.randomUUID();
			this.targets.forEach((target) -> this.sender.execute(() -> send(target, id, json)));
		}
	}

	private void send(URI target, String id, String json) {
		try {
			String failure = attempt(target, id, json);
			for (Duration pause : this.pauses) {
				if (failure.isEmpty()) {
					return;
				}
				TimeUnit.NANOSECONDS.sleep(pause.toNanos());
				failure = attempt(target, id, json);
			}
			if (!failure.isEmpty()) {
				this.log.accept("%s was not told: %s".formatted(target.getHost(), failure));
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	/** What went wrong; empty if nothing did. */
	private String attempt(URI target, String id, String json) throws InterruptedException {
		try {
			if (!NotifyTargets.isAllowed(target)) {
				return "its address is one of this machine or of the network's own services";
			}
			HttpRequest.Builder request = HttpRequest.newBuilder(target)
				.timeout(TIMEOUT)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(json));
			this.signature.headers(id, Instant.now(), json).forEach(request::header);
			HttpResponse<Void> response = this.http.send(request.build(), BodyHandlers.discarding());
			return (response.statusCode() / 100 == 2) ? "" : "status " + response.statusCode();
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	/** Waits for what is under way, for at most so long as an attempt takes. */
	@Override
	public void close() {
		this.sender.shutdown();
		try {
			if (!this.sender.awaitTermination(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				this.sender.shutdownNow();
				this.log.accept("messages about the rollout were still to be sent, and are not");
			}
		}
		catch (InterruptedException _) {
			this.sender.shutdownNow();
			Thread.currentThread().interrupt();
		}
		this.http.shutdownNow();
	}

}
