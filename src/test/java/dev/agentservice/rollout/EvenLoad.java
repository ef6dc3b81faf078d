package dev.agentservice.rollout;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.endtoend.Client;

/**
 * Asks all agents of both tracks in turn, as often as a route with equal weights does:
 * each task is sent to both.
 */
final class EvenLoad implements AutoCloseable {

	private static final int REQUESTS_A_SECOND = 20;

	private static final List<String> AGENTS = List.of("cost", "errors", "tools", "steady");

	private final TwoTracks tracks;

	private final AtomicInteger asked = new AtomicInteger();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	/** Begins to ask. */
	EvenLoad(TwoTracks tracks) {
		this.tracks = tracks;
		ScheduledFuture<?> _ = this.clock.scheduleAtFixedRate(() -> Thread.startVirtualThread(this::ask), 0,
				1000 / REQUESTS_A_SECOND, TimeUnit.MILLISECONDS);
	}

	private void ask() {
		int number = this.asked.getAndIncrement();
		String agent = AGENTS.get(number % AGENTS.size());
		int pair = number / AGENTS.size();
		Client client = (pair % 2 == 0) ? this.tracks.stable() : this.tracks.canary();
		if (client != null) {
			ask(client, agent, pair / 2);
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
