package dev.agentservice.endtoend.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.endtoend.Client;
import tools.jackson.databind.JsonNode;

/**
 * Cancels runs at random while they are at work, on whatever replica they are.
 */
final class ChaosCancels implements AutoCloseable {

	private static final long PAUSE_MS = 60;

	private final Client client;

	private final Random random;

	private final CountDownLatch over = new CountDownLatch(1);

	private final AtomicInteger cancelled = new AtomicInteger();

	private final Thread thread;

	ChaosCancels(Client client, long seed) {
		this.client = client;
		this.random = new Random(seed);
		this.thread = Thread.ofVirtual().start(this::run);
	}

	/** How many runs were asked to stop while they were at work. */
	int count() {
		return this.cancelled.get();
	}

	@Override
	public void close() {
		this.over.countDown();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!this.over.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
				cancelOne();
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	private void cancelOne() {
		List<String> running = this.client.get("/runs?status=running&limit=50")
			.json()
			.at("/runs")
			.valueStream()
			.map((JsonNode run) -> run.at("/run_id").asString())
			.toList();
		if (!running.isEmpty()
				&& this.client.cancel(running.get(this.random.nextInt(running.size()))).status() == 202) {
			this.cancelled.incrementAndGet();
		}
	}

}
