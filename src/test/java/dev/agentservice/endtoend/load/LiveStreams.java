package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.simulator.script.Traffic;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.awaitility.Awaitility.await;

/**
 * Clients with a streamed run each. Every model waits until all were asked, and then all
 * speak at once, each its own text.
 *
 * @param count how many
 */
record LiveStreams(int count) {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** A token each. */
	private static final int WORDS = 100;

	private static final int LETTERS = 26;

	/** How many events a stream has heard when all are sure to be speaking. */
	private static final int SPEAKING = 8;

	/** So that classes are loaded and methods compiled before anything is measured. */
	void warmUp(LoadTrial trial) {
		CompletableFuture<Void> released = new CompletableFuture<>();
		List<Follower> clients = start(trial, released);
		released.complete(null);
		awaitEnd(clients);
		trial.awaitSilence();
	}

	/** Lets them speak, measures meanwhile, and checks every event of each. */
	void run(LoadTrial trial) {
		CompletableFuture<Void> released = new CompletableFuture<>();
		List<Follower> clients = start(trial, released);
		Traffic traffic = trial.simulator().anthropic().traffic();
		await("all models asked").atMost(PATIENCE).until(() -> traffic.inFlight() == this.count || anyOver(clients));
		trial.report().measured(this.count + " streams, before their first word", trial.memory().live(), this.count, 0);
		long began = System.nanoTime();
		released.complete(null);
		await("all speaking").atMost(PATIENCE)
			.until(() -> clients.stream().allMatch((client) -> client.eventCount() >= SPEAKING || client.over()));
		trial.report().measured(this.count + " streams that speak", trial.memory().live(), this.count, 0);
		trial.report()
			.promised(traffic.inFlight() == this.count,
					"only " + traffic.inFlight() + " of " + this.count + " models still spoke when it was measured");
		awaitEnd(clients);
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		check(clients, trial.report());
		trial.report()
			.remark("%,d events told to %d clients in %d s"
				.formatted(clients.stream().mapToLong(Follower::eventCount).sum(), this.count, took.toSeconds()));
		trial.awaitSilence();
	}

	private List<Follower> start(LoadTrial trial, CompletableFuture<Void> released) {
		for (int i = 0; i < this.count; i++) {
			trial.simulator().anthropic().whenAsked(task(i)).next(held(released, answer(text(i))));
		}
		return Follower.start(this.count, (i) -> trial.client().stream(Map.of("task", task(i))));
	}

	private void check(List<Follower> clients, LoadReport report) {
		for (int i = 0; i < this.count; i++) {
			Follower client = clients.get(i);
			String stream = "stream " + i + ": ";
			if (client.failure() != null) {
				report.broken(stream + client.failure());
			}
			StreamPromises.brokenByAnswer(client.events(), text(i)).forEach((broken) -> report.broken(stream + broken));
		}
	}

	private static boolean anyOver(List<Follower> clients) {
		return clients.stream().anyMatch(Follower::over);
	}

	private static void awaitEnd(List<Follower> clients) {
		await("all over").atMost(PATIENCE).until(() -> clients.stream().allMatch(Follower::over));
	}

	private static String task(int number) {
		return "Tell story (" + number + ").";
	}

	/**
	 * In letters: of digits, the output guard would wait to see whether they are a phone
	 * number.
	 */
	private static String text(int number) {
		String teller = Integer.toString(number).chars().mapToObj(LiveStreams::letter).collect(Collectors.joining());
		return IntStream.range(0, WORDS)
			.mapToObj((word) -> teller + letter(word / LETTERS) + letter(word))
			.collect(Collectors.joining(" "));
	}

	private static String letter(int number) {
		return Character.toString('a' + number % LETTERS);
	}

}
