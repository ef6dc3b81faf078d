package dev.agentservice.endtoend.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.support.Deadline;

/**
 * Clients that ask one question after the other, each in turn of every replica, and keep
 * account of what they got.
 */
final class CountingClients {

	private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();

	private final AtomicInteger asked = new AtomicInteger();

	private final List<Client> replicas;

	private final Questions questions;

	CountingClients(List<Client> replicas, Questions questions) {
		this.replicas = replicas;
		this.questions = questions;
	}

	/**
	 * Starts to ask; the clients arrive evenly within two seconds.
	 * @param count how many ask at a time
	 * @param time how long they go on
	 * @return the threads they run on
	 */
	List<Thread> start(int count, Duration time) {
		Deadline end = Deadline.after(time);
		return IntStream.range(0, count)
			.mapToObj((i) -> Thread.startVirtualThread(() -> askUntil(end, 2000L * i / count)))
			.toList();
	}

	/** Asks so many questions, one after the other. */
	void ask(int count) {
		IntStream.range(0, count).forEach((_) -> ask());
	}

	List<Ending> endings() {
		return List.copyOf(this.endings);
	}

	private void askUntil(Deadline end, long arrivalMillis) {
		try {
			TimeUnit.MILLISECONDS.sleep(arrivalMillis);
			while (!end.passed()) {
				ask();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void ask() {
		int number = this.asked.getAndIncrement();
		Map<String, Object> question = this.questions.number(number);
		long begun = System.nanoTime();
		Reply reply = this.replicas.get(number % this.replicas.size()).ask(question);
		Duration took = Duration.ofNanos(System.nanoTime() - begun);
		if (reply.status() != 200 && reply.status() < 500) {
			throw new IllegalStateException(reply.status() + " " + reply.body());
		}
		this.endings.add(
				new Ending(Instant.now(), took, reply.status() == 200, reply.json().at("/usage/cost_usd").asDouble(0)));
	}

	/** What is asked. */
	interface Questions {

		Map<String, Object> number(int number);

	}

}
