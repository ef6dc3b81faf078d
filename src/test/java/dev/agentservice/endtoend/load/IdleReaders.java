package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.Client;

import static dev.agentservice.simulator.script.Responses.silence;
import static org.awaitility.Awaitility.await;

/**
 * Clients that follow a few runs whose models say nothing.
 *
 * @param count how many
 */
record IdleReaders(int count) {

	static final int RUNS = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Duration STAY = Duration.ofSeconds(10);

	/** One when it connects, and one for every two seconds of silence. */
	private static final int COMMENTS = 5;

	/**
	 * Lets them wait, measures meanwhile, then cancels the runs and checks what each was
	 * told.
	 * @param perRun bytes that each of the runs takes by itself
	 */
	void run(LoadTrial trial, long perRun) {
		trial.simulator().anthropic().always(silence());
		Client client = trial.client();
		List<Follower> runs = Follower.start(RUNS, (i) -> client.stream(Map.of("task", "Think about " + i + ".")));
		await("all runs at work").atMost(PATIENCE)
			.until(() -> trial.simulator().anthropic().traffic().inFlight() == RUNS);
		List<String> ids = runs.stream().map(Follower::runId).toList();
		List<Follower> readers = Follower.start(this.count, (i) -> client.follow(ids.get(i % RUNS)));
		await("all readers connected").atMost(PATIENCE)
			.until(() -> readers.stream().allMatch((reader) -> reader.connected() || reader.over()));
		trial.report()
			.measured("%d idle readers of %d silent runs".formatted(this.count, RUNS), trial.memory().live(),
					this.count, RUNS * perRun);
		stay(readers, trial.report());
		long began = System.nanoTime();
		ids.forEach(client::cancel);
		await("all over").atMost(PATIENCE).until(() -> readers.stream().allMatch(Follower::over));
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		trial.report()
			.remark("%d runs cancelled and %,d readers told in %d ms".formatted(RUNS, this.count, took.toMillis()));
		check(readers, trial.report());
		check(runs, trial.report());
		trial.awaitSilence();
	}

	private static void stay(List<Follower> readers, LoadReport report) {
		long began = System.nanoTime();
		await("comments").atMost(PATIENCE)
			.until(() -> System.nanoTime() - began > STAY.toNanos()
					&& readers.stream().allMatch((reader) -> reader.comments() >= COMMENTS || reader.over()));
		long gone = readers.stream().filter(Follower::over).count();
		report.promised(gone == 0, gone + " idle readers did not stay connected");
	}

	private static void check(List<Follower> readers, LoadReport report) {
		for (int i = 0; i < readers.size(); i++) {
			Follower reader = readers.get(i);
			String who = "reader " + i + ": ";
			if (reader.failure() != null) {
				report.broken(who + reader.failure());
			}
			StreamPromises.broken(reader.events(), "run.cancelled").forEach((broken) -> report.broken(who + broken));
		}
	}

}
