package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.simulator.script.SimulatedProvider;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Fifty requests of a user at two replicas, of all kinds, with twelve planted texts,
 * while that user is erased at some instant.
 */
final class ErasureCrowd {

	/** What must be nowhere afterwards. */
	static final List<String> PLANTED = IntStream.range(10, 22).mapToObj((i) -> "goldcrest-0815-" + i).toList();

	private static final int EACH = 15;

	private static final int WAITING = 10;

	private static final int SLOWEST_MS = 300;

	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private final Queue<Long> calls = new ConcurrentLinkedQueue<>();

	private final List<Future<Integer>> statuses = new ArrayList<>();

	private final AtomicBoolean over = new AtomicBoolean();

	private final SimulatedProvider provider;

	private final List<Replica> replicas;

	private final Random random;

	ErasureCrowd(SimulatedProvider provider, List<Replica> replicas, Random random) {
		this.provider = provider;
		this.replicas = replicas;
		this.random = random;
	}

	/** Sends everything, and waits until so many calls of models have begun. */
	void gather(int begun) {
		Random delays = new Random(this.random.nextLong());
		this.provider.clear();
		this.provider.whenAsked("goldcrest").always((_) -> {
			this.calls.add(System.nanoTime());
			Duration delay = Duration.ofMillis(delays.nextInt(SLOWEST_MS));
			return after(delay,
					(delays.nextInt(4) == 0)
							? answerWithCalls(PLANTED.get(0),
									call("calculator", "{\"expression\": \"" + PLANTED.get(1) + "\"}"))
							: answer(PLANTED.get(2)));
		});
		for (int i = 0; i < EACH; i++) {
			String number = "-" + i;
			send(i, (ada) -> ada.ask(PLANTED.get(3) + number, PLANTED.get(4)));
			send(i, (ada) -> stream(ada, Map.of("task", PLANTED.get(5), "session_id", PLANTED.get(6) + number)));
		}
		for (int i = 0; i < WAITING; i++) {
			Map<String, Object> waiting = Map.of("task", PLANTED.get(7), "session_id", PLANTED.get(8), "on_busy",
					"queue");
			boolean detached = i % 2 == 0;
			send(i, (ada) -> detached ? ada.submit(waiting) : ada.ask(waiting));
			String key = PLANTED.get(9) + "-" + i;
			retry(i, key, Map.of("task", PLANTED.get(10), "session_id", PLANTED.get(11) + "-" + i));
		}
		await().untilAsserted(() -> assertThat(this.calls).as(this::answered).hasSizeGreaterThanOrEqualTo(begun));
	}

	/** What clients were told so far, for a look at why nothing goes on. */
	private String answered() {
		return this.statuses.stream()
			.map((status) -> status.isDone() ? String.valueOf(status.resultNow()) : "open")
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
			.toString();
	}

	/** Waits until no client waits any more. */
	void end() throws Exception {
		this.over.set(true);
		for (Future<Integer> status : this.statuses) {
			assertThat(status.get()).isIn(200, 202, 403, 409, 410, 429, 503);
		}
		this.clients.close();
		await().until(() -> this.provider.traffic().inFlight() == 0);
	}

	/** How many calls of models began later than this. */
	long callsAfter(long nanoTime) {
		return this.calls.stream().filter((call) -> call - nanoTime > 0).count();
	}

	private void send(int number, Function<Client, Reply> request) {
		Client ada = ada(number);
		this.statuses.add(this.clients.submit(() -> request.apply(ada).status()));
	}

	/** A client that asks again and again under one name. */
	private void retry(int number, String key, Map<String, Object> request) {
		Client ada = ada(number);
		this.statuses.add(this.clients.submit(() -> {
			int status = 200;
			while (!this.over.get() && status == 200) {
				status = ada.ask(key, request).status();
			}
			return status;
		}));
	}

	private Client ada(int number) {
		return this.replicas.get(number % this.replicas.size()).ada();
	}

	private static Reply stream(Client ada, Map<String, Object> request) {
		try (EventStream stream = ada.stream(request)) {
			stream.rest();
			return new Reply(200, "");
		}
	}

}
