package dev.agentservice.simulator.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.agentservice.simulator.chat.ChatCall;

/**
 * A simulated provider as a test sees it: takes orders and tells what it was asked. With
 * no order left it behaves as for people. Thread-safe.
 */
public final class SimulatedProvider {

	private static final int DEFAULT_WINDOW = 200_000;

	private static final int REMEMBERED_REQUESTS = 1000;

	private final Script script = new Script();

	private final Deque<ChatCall> requests = new ArrayDeque<>();

	private final Traffic traffic = new Traffic();

	private volatile boolean illegalExpected;

	private volatile int contextWindow = DEFAULT_WINDOW;

	/** The next calls get these responses, one each. */
	public SimulatedProvider next(Scripted... responses) {
		return when((call) -> true).next(responses);
	}

	/** Every call without another order gets this response, until {@link #clear()}. */
	public SimulatedProvider always(Scripted response) {
		return when((call) -> true).always(response);
	}

	/** Orders for the calls that meet a condition. */
	public Condition when(Predicate<ChatCall> condition) {
		return new Condition(condition);
	}

	/** Orders for the calls of one model. */
	public Condition whenModel(String model) {
		return when((call) -> call.model().equals(model));
	}

	/** Orders for the calls whose task contains a text. */
	public Condition whenAsked(String text) {
		return when((call) -> call.task().contains(text));
	}

	/** Refuses prompts of more than so many tokens. */
	public SimulatedProvider contextWindow(int tokens) {
		this.contextWindow = tokens;
		return this;
	}

	/**
	 * Has requests that break the provider's rules count as sent on purpose, until
	 * {@link #clear()}.
	 */
	public SimulatedProvider expectIllegalRequests() {
		this.illegalExpected = true;
		return this;
	}

	/**
	 * The valid requests of late, oldest first; those that were refused by a script or
	 * broken off included.
	 */
	public List<ChatCall> requests() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
		}
	}

	/** How many responses ordered with {@code next} nobody has asked for yet. */
	public int responsesLeft() {
		return this.script.linesLeft();
	}

	/** Counts what goes on on the wire. */
	public Traffic traffic() {
		return this.traffic;
	}

	/** Forgets all orders and requests, not what was billed. */
	public void clear() {
		this.script.clear();
		this.contextWindow = DEFAULT_WINDOW;
		this.illegalExpected = false;
		synchronized (this.requests) {
			this.requests.clear();
		}
	}

	/** A request broke the provider's rules. */
	public void illegal(String reason) {
		this.traffic.refuse();
		if (!this.illegalExpected) {
			IllegalRequests.add(reason);
		}
	}

	int contextWindow() {
		return this.contextWindow;
	}

	Optional<Scripted> take(ChatCall call) {
		synchronized (this.requests) {
			if (this.requests.size() == REMEMBERED_REQUESTS) {
				this.requests.removeFirst();
			}
			this.requests.addLast(call);
		}
		return this.script.take(call);
	}

	/** The first half of an order: for which calls. */
	public final class Condition {

		private final Predicate<ChatCall> condition;

		private Condition(Predicate<ChatCall> condition) {
			this.condition = condition;
		}

		/** The next such calls get these responses, one each. */
		public SimulatedProvider next(Scripted... responses) {
			for (Scripted response : responses) {
				SimulatedProvider.this.script.next(this.condition, response);
			}
			return SimulatedProvider.this;
		}

		/** Every such call without another order gets this response. */
		public SimulatedProvider always(Scripted response) {
			return always((_) -> response);
		}

		/** Every such call without another order gets the response that this makes. */
		public SimulatedProvider always(Function<ChatCall, Scripted> model) {
			SimulatedProvider.this.script.always(this.condition, model);
			return SimulatedProvider.this;
		}

	}

}
