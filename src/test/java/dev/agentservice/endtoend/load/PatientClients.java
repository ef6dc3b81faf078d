package dev.agentservice.endtoend.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.support.Deadline;

/**
 * Clients that ask one question after the other, and come back when they are told to: a
 * random part of {@code Retry-After} later, so that they do not march in step.
 */
final class PatientClients {

	private static final Duration ARRIVAL = Duration.ofSeconds(1);

	private final Queue<Duration> accepted = new ConcurrentLinkedQueue<>();

	private final Queue<Duration> refused = new ConcurrentLinkedQueue<>();

	private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

	private final HttpRequest request;

	private PatientClients(Client service) {
		this.request = HttpRequest.newBuilder(URI.create(service.baseUrl() + "/agent"))
			.header("Authorization", "Bearer " + service.key())
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(30))
			.POST(BodyPublishers.ofString("{\"task\": \"Answer.\"}"))
			.build();
	}

	/**
	 * Lets so many ask for so long; they arrive one by one within a second. Afterwards
	 * their connections are closed.
	 */
	static PatientClients ask(Client service, int count, Duration time) {
		PatientClients clients = new PatientClients(service);
		Deadline end = Deadline.after(time);
		try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			List<Thread> threads = IntStream.range(0, count)
				.mapToObj((i) -> Thread
					.startVirtualThread(() -> clients.askUntil(end, http, ARRIVAL.multipliedBy(i).dividedBy(count))))
				.toList();
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return clients;
	}

	/** From the request to the whole answer. */
	Latencies accepted() {
		return Latencies.of(List.copyOf(this.accepted));
	}

	Latencies refused() {
		return Latencies.of(List.copyOf(this.refused));
	}

	/** What was neither an answer nor a refusal that says when to come back. */
	List<String> surprises() {
		return List.copyOf(this.surprises);
	}

	private void askUntil(Deadline end, HttpClient http, Duration arrival) {
		try {
			TimeUnit.NANOSECONDS.sleep(arrival.toNanos());
			while (!end.passed()) {
				ask(http);
			}
		}
		catch (IOException ex) {
			this.surprises.add(ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void ask(HttpClient http) throws IOException, InterruptedException {
		long begun = System.nanoTime();
		HttpResponse<String> response = http.send(this.request, BodyHandlers.ofString());
		Duration took = Duration.ofNanos(System.nanoTime() - begun);
		if (response.statusCode() == 200) {
			this.accepted.add(took);
		}
		else if (response.statusCode() == 503 && response.body().contains("\"overloaded\"")) {
			this.refused.add(took);
			long seconds = response.headers().firstValueAsLong("Retry-After").orElseThrow();
			TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(500 * seconds, 1500 * seconds));
		}
		else {
			this.surprises.add(response.statusCode() + " " + response.body());
		}
	}

}
