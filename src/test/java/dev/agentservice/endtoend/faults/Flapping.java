package dev.agentservice.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.Client;
import dev.agentservice.support.Deadline;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.awaitility.Awaitility.await;

/**
 * A provider that is down for a while and then healthy: what its clients noticed, and how
 * much it was asked in the meantime.
 *
 * @param runs how many runs there were while it was down
 * @param failed those that were not answered
 * @param attempts how often the provider was asked while it was down
 * @param slowest the longest run of them
 * @param recovery how long after it was healthy it answered again
 */
record Flapping(int runs, int failed, int attempts, Duration slowest, Duration recovery) {

	private static final String MODEL = "gpt-4o-mini";

	private static final Duration BETWEEN_RUNS = Duration.ofMillis(100);

	static Flapping observe(FaultTrial trial, Duration down) {
		trial.simulator().clear();
		trial.simulator().openai().whenModel(MODEL).always(status(503));
		trial.simulator().openai().whenModel("gpt-5.4-mini").always(answer(Fault.HERE));
		List<Duration> times = new ArrayList<>();
		Deadline end = Deadline.after(down);
		int failed = 0;
		while (!end.passed()) {
			long start = System.nanoTime();
			failed += ask(trial).status() == 200 ? 0 : 1;
			times.add(Duration.ofNanos(System.nanoTime() - start));
			await().pollDelay(BETWEEN_RUNS).until(() -> true);
		}
		int attempts = asked(trial);
		trial.simulator().clear();
		trial.simulator().openai().always(answer(Fault.STORY));
		long healthy = System.nanoTime();
		await("the provider is asked again").atMost(Duration.ofSeconds(20))
			.until(() -> ask(trial).text("/model").endsWith(MODEL));
		return new Flapping(times.size(), failed, attempts, times.stream().max(Duration::compareTo).orElseThrow(),
				Duration.ofNanos(System.nanoTime() - healthy));
	}

	private static Client.Reply ask(FaultTrial trial) {
		return trial.client().ask(Map.of("task", "Tell me a story.", "agent", FaultyAgent.FLAPPING.id()));
	}

	private static int asked(FaultTrial trial) {
		return (int) trial.simulator()
			.openai()
			.requests()
			.stream()
			.filter((request) -> request.model().equals(MODEL))
			.count();
	}

	/** The promises that were not kept, in words. */
	List<String> broken(Duration down) {
		List<String> broken = new ArrayList<>();
		if (this.failed > 0) {
			broken.add(this.failed + " runs were not answered");
		}
		// Four to open the circuit, three by the run that does, one probe a second.
		long most = 4 + 3 + 2 * (down.toSeconds() + 1);
		if (this.attempts > most) {
			broken.add("the provider was asked " + this.attempts + " times, more than " + most);
		}
		if (this.slowest.compareTo(Promise.LATEST) > 0) {
			broken.add("a run took " + this.slowest.toMillis() + " ms");
		}
		if (this.recovery.compareTo(Duration.ofSeconds(5)) > 0) {
			broken.add("recovery took " + this.recovery.toMillis() + " ms");
		}
		return broken;
	}

}
