package dev.agentservice.endtoend.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.bench.BenchReport.Row;

/**
 * How the service gets slower as there is more of something. Each step is measured beside
 * something that does not grow.
 */
final class Growth {

	private final BenchProcesses processes;

	private final Targets targets;

	private final BenchPlan plan;

	Growth(BenchProcesses processes, BenchPlan plan) {
		this.processes = processes;
		this.targets = new Targets(processes);
		this.plan = plan;
	}

	/** Users with books: one of them by chance asks each time. */
	List<Row> users() {
		List<Row> rows = new ArrayList<>();
		try (OpenBooks books = new OpenBooks(this.processes.redis())) {
			for (int users : this.plan.users()) {
				books.grow(users);
				String name = "%,d users".formatted(users);
				Target service = this.targets.service(name, BenchRequests.service(false, users));
				rows.add(new Row(measure(List.of(this.targets.relay(), service), BenchPlan.BUSY), name, Targets.RELAY));
			}
		}
		return rows;
	}

	/** Turns of the session, beside the provider told the same. */
	List<Row> history() {
		String session = session();
		List<Target> all = List.of(this.targets.provider("direct, 0 turns", BenchRequests.provider(false, 0)),
				this.targets.service("0 turns", BenchRequests.service(false, 1)),
				this.targets.provider("direct, 100 turns", BenchRequests.provider(false, BenchPlan.TURNS_SEEN)),
				this.targets.service(BenchPlan.TURNS + " turns", BenchRequests.inSession(session)));
		Rounds rounds = measure(all, 1);
		return List.of(new Row(rounds, all.get(1).name(), all.get(0).name()),
				new Row(rounds, all.get(3).name(), all.get(2).name()));
	}

	/** Tools called at once, beside runs that call none. */
	List<Row> tools() {
		String none = "no tool call";
		List<Target> calling = BenchPlan.TOOL_CALLS.stream()
			.map((calls) -> this.targets.service(calls + ((calls == 1) ? " tool call" : " tool calls"),
					BenchRequests.withTools(calls)))
			.toList();
		List<Target> all = Stream
			.concat(Stream.of(this.targets.service(none, BenchRequests.service(false, 1))), calling.stream())
			.toList();
		Rounds rounds = measure(all, 1);
		return calling.stream().map((target) -> new Row(rounds, target.name(), none)).toList();
	}

	/** Made by the service itself, turn by turn. */
	private String session() {
		Client client = new Client(this.processes.serviceUrl(), BenchRequests.USER_KEY);
		for (int turn = 0; turn < BenchPlan.TURNS; turn++) {
			Client.Reply reply = client
				.ask(Map.of("task", BenchRequests.TASK, "agent", "bench", "session_id", "grown"));
			if (reply.status() != 200) {
				throw new IllegalStateException("turn " + turn + ": " + reply);
			}
		}
		return "grown";
	}

	private Rounds measure(List<Target> all, int clients) {
		return Rounds.measure(all, clients, this.plan.growthRounds(), this.plan.seconds());
	}

}
