package dev.agentservice.endtoend.crash;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.crash.judge.Mode;
import dev.agentservice.endtoend.crash.judge.Plan;
import dev.agentservice.endtoend.crash.judge.RunEnd;
import dev.agentservice.endtoend.crash.judge.Seen;
import dev.agentservice.support.Deadline;

/**
 * A client that gives one order, and asks again at any replica until it knows how it
 * ended, or its patience is at an end.
 */
final class Customer {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** Statuses that say: later, or again. */
	private static final Set<Integer> AGAIN = Set.of(429, 500, 502, 503);

	private static final Set<String> ABOUT_THE_RUN = Set.of("run_in_progress", "run_cancelled");

	private static final int ONE_IN = 12;

	private final Fleet fleet;

	private final Random random;

	private final Plan plan;

	private final Mode mode;

	private final String key;

	private final Seen seen;

	private final Deadline deadline = Deadline.after(PATIENCE);

	Customer(Fleet fleet, int number, long seed) {
		this.fleet = fleet;
		this.random = new Random(seed);
		this.plan = Plan.draw("o" + number, this.random);
		this.mode = List.of(Mode.values()).get(this.random.nextInt(Mode.values().length));
		this.key = this.random.nextBoolean() ? ReplicaSettings.ADAS_KEY : ReplicaSettings.BOBS_KEY;
		this.seen = new Seen(this.plan, this.mode);
	}

	/** What it sees. */
	Seen seen() {
		return this.seen;
	}

	/** Whose run it is, by the key that reads it. */
	String key() {
		return this.key;
	}

	/** Gives the order. */
	void order() {
		switch (this.mode) {
			case ASYNC -> again(this::submit);
			case DETACHED -> again(this::read);
			case SYNC -> again(this::ask);
		}
		if (this.mode != Mode.SYNC) {
			if (this.random.nextInt(ONE_IN) == 0) {
				pause();
				again(this::cancel);
			}
			again(this::look);
		}
		// Once more, at any replica: the same run, and the same answer.
		if (this.random.nextInt(4) == 0) {
			again((this.mode == Mode.ASYNC) ? this::submit : this::ask);
		}
	}

	private boolean submit() {
		return told(client().submit(this.plan.order(), request()), 202);
	}

	private boolean ask() {
		Client.Reply reply = client().ask(this.plan.order(), request());
		if (reply.status() == 200) {
			this.seen.answer(reply.text("/answer"));
		}
		return told(reply, 200);
	}

	/** Whether there is nothing more to ask for. */
	private boolean told(Client.Reply reply, int expected) {
		this.seen.run(reply.text("/run_id"));
		if (reply.status() == expected || reply.text("/code").equals("run_cancelled")) {
			return true;
		}
		if (!AGAIN.contains(reply.status()) && !ABOUT_THE_RUN.contains(reply.text("/code"))) {
			this.seen.odd(reply.status() + " " + reply.body());
			return true;
		}
		return false;
	}

	/** Reads some events, and leaves; perhaps the connection breaks before. */
	private boolean read() {
		try (EventStream stream = client().stream(this.plan.order(), request())) {
			if (stream.status() == 200) {
				this.seen.run(stream.runId());
				stream.next(this.random.nextInt(20)).stream().filter(Event::isLast).forEach(this::last);
				return true;
			}
			if (stream.status() == 409 && !stream.runId().isEmpty()) {
				this.seen.run(stream.runId());
				return true;
			}
			return told(new Client.Reply(stream.status(), stream.body()), 200);
		}
		catch (UncheckedIOException _) {
			return !this.seen.runs().isEmpty();
		}
	}

	private void last(Event event) {
		if (event.type().equals("run.completed")) {
			this.seen.answer(event.json().at("/answer").asString());
		}
	}

	private boolean cancel() {
		Optional<String> run = run();
		if (run.isEmpty()) {
			return true;
		}
		Client.Reply reply = client().cancel(run.get());
		if (reply.status() == 202) {
			this.seen.cancelled();
		}
		return !AGAIN.contains(reply.status());
	}

	/** Whether the run is over, or there is none. */
	private boolean look() {
		return run().map((run) -> RunEnd.isOver(client().get("/runs/" + run).text("/status"))).orElse(true);
	}

	private Optional<String> run() {
		return this.seen.runs().stream().findFirst();
	}

	private Client client() {
		return this.fleet.any(this.key);
	}

	private Map<String, Object> request() {
		Map<String, Object> request = new HashMap<>(Map.of("task", this.plan.task(), "agent", CrashTrial.AGENT));
		if (this.mode == Mode.DETACHED) {
			request.put("on_disconnect", "detach");
		}
		return request;
	}

	/** Until it is done or patience is at an end; a broken connection is no answer. */
	private void again(Supplier<Boolean> attempt) {
		boolean done = false;
		while (!done && !this.deadline.passed()) {
			try {
				done = attempt.get();
			}
			catch (UncheckedIOException _) {
				done = false;
			}
			if (!done) {
				pause();
			}
		}
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(100 + this.random.nextInt(300));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
