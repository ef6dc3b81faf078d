package dev.agentservice.endtoend.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.crash.judge.Plan;
import dev.agentservice.endtoend.crash.judge.RunEnd;
import dev.agentservice.endtoend.crash.judge.Seen;
import dev.agentservice.support.Deadline;
import tools.jackson.databind.JsonNode;

/**
 * Asks two replicas for each run that a client was told of, once nothing is at work.
 *
 * @param replicas the two
 * @param deadline until when a run may still end
 */
record FinalLook(List<Replica> replicas, Deadline deadline) {

	private static final String IN_DOUBT = "in_doubt";

	/** The ends of all runs of these customers, by id. */
	Map<String, RunEnd> at(List<Customer> customers) throws InterruptedException {
		Map<String, RunEnd> ends = new HashMap<>();
		for (Customer customer : customers) {
			for (String run : customer.seen().runs()) {
				ends.put(run, end(run, customer));
			}
		}
		return ends;
	}

	private RunEnd end(String run, Customer customer) throws InterruptedException {
		Client first = this.replicas.getFirst().client(customer.key());
		Client.Reply reply = first.get("/runs/" + run);
		while (!RunEnd.isOver(reply.text("/status")) && !this.deadline.passed()) {
			TimeUnit.MILLISECONDS.sleep(100);
			reply = first.get("/runs/" + run);
		}
		Set<String> views = new LinkedHashSet<>();
		for (Replica replica : this.replicas) {
			views.add(replica.client(customer.key()).get("/runs/" + run).body());
		}
		List<Event> events = List.of();
		boolean over = RunEnd.isOver(reply.text("/status"));
		if (over && customer.seen().mode().hasEvents()) {
			events = events(first, run);
		}
		int last = customer.seen().mode().hasEvents() ? (int) events.stream().filter(Event::isLast).count() : 1;
		return new RunEnd(run, views, reply.text("/status"), reply.text("/result/answer"),
				inDoubt(customer.seen(), reply.json(), events), finished(events), last);
	}

	private static List<Event> events(Client client, String run) {
		try (EventStream stream = client.follow(run)) {
			return stream.rest();
		}
	}

	/** Named by the record, or by the steps that an answer and the events tell. */
	private static Set<String> inDoubt(Seen seen, JsonNode run, List<Event> events) {
		Set<String> calls = run.at("/" + IN_DOUBT)
			.valueStream()
			.map((call) -> call.at("/call").asString())
			.collect(Collectors.toCollection(LinkedHashSet::new));
		List<String> tools = new ArrayList<>(steps(run.at("/result/steps").valueStream(), true));
		tools.addAll(steps(events.stream().filter(FinalLook::isStep).map(Event::json), true));
		seen.plan()
			.calls()
			.stream()
			.filter((call) -> tools.contains(call.tool()))
			.map(Plan.Call::id)
			.forEach(calls::add);
		return calls;
	}

	private static List<String> finished(List<Event> events) {
		return steps(events.stream().filter(FinalLook::isStep).map(Event::json), false);
	}

	private static boolean isStep(Event event) {
		return event.type().equals("step.finished");
	}

	/** The names of tools whose step is in doubt, or is not. */
	private static List<String> steps(Stream<JsonNode> steps, boolean inDoubt) {
		return steps.filter((step) -> step.at("/type").asString().equals("tool"))
			.filter((step) -> step.at("/outcome").asString().equals(IN_DOUBT) == inDoubt)
			.map((step) -> step.at("/name").asString())
			.toList();
	}

}
