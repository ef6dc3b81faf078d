package dev.agentservice.rollout;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.endtoend.Client;

/**
 * Asks agents of both tracks in turn, as often as a route with equal weights does: each
 * task is sent to both.
 */
final class EvenLoad implements AutoCloseable {

	/** Requests in a second, where it counts. A pass takes more runs than a fail. */
	private static final Map<String, Integer> AGENTS = Map.of("cost", 5, "errors", 5, "tools", 5, "steady", 10);

	private final TwoTracks tracks;

	private final Map<String, ScheduledFuture<?>> asking = new ConcurrentHashMap<>();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	/** Begins to ask all agents, each once in a second. */
	EvenLoad(TwoTracks tracks) {
		this.tracks = tracks;
		AGENTS.keySet().forEach((agent) -> begin(agent, 1));
	}

	/** Asks as often as it takes to judge. */
	void rise() {
		AGENTS.forEach((agent, rate) -> {
			end(agent);
			begin(agent, rate);
		});
	}

	private void begin(String agent, int rate) {
		AtomicInteger asked = new AtomicInteger();
		this.asking.put(agent,
				this.clock.scheduleAtFixedRate(
						() -> Thread.startVirtualThread(() -> ask(agent, asked.getAndIncrement())), 0, 1000 / rate,
						TimeUnit.MILLISECONDS));
	}

	/** Nobody asks an agent any more. */
	void end(String agent) {
		ScheduledFuture<?> timer = this.asking.remove(agent);
		if (timer != null) {
			timer.cancel(false);
		}
	}

	private void ask(String agent, int number) {
		Client client = (number % 2 == 0) ? this.tracks.stable() : this.tracks.canary();
		if (client != null) {
			ask(client, agent, number / 2);
		}
	}

	private static void ask(Client client, String agent, int number) {
		try {
			client.ask(Map.of("agent", agent, "task", agent + " " + number));
		}
		catch (UncheckedIOException _) {
			// The canary's process was ended.
		}
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

}
