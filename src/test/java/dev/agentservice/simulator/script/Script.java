package dev.agentservice.simulator.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.agentservice.simulator.chat.ChatCall;

/**
 * What a test has ordered: first what is to happen once, in the order of the orders, then
 * what is to happen always, the latest order first. Thread-safe.
 */
final class Script {

	private final List<Line> once = new ArrayList<>();

	private final Deque<Line> always = new ArrayDeque<>();

	synchronized void next(Predicate<ChatCall> condition, Scripted response) {
		this.once.add(new Line(condition, (_) -> response));
	}

	synchronized void always(Predicate<ChatCall> condition, Function<ChatCall, Scripted> response) {
		this.always.addFirst(new Line(condition, response));
	}

	/** The response is made without the lock: that may take its time. */
	Optional<Scripted> take(ChatCall call) {
		return line(call).map((line) -> line.response().apply(call));
	}

	private synchronized Optional<Line> line(ChatCall call) {
		for (Iterator<Line> lines = this.once.iterator(); lines.hasNext();) {
			Line line = lines.next();
			if (line.condition().test(call)) {
				lines.remove();
				return Optional.of(line);
			}
		}
		return this.always.stream().filter((line) -> line.condition().test(call)).findFirst();
	}

	synchronized int linesLeft() {
		return this.once.size();
	}

	synchronized void clear() {
		this.once.clear();
		this.always.clear();
	}

	private record Line(Predicate<ChatCall> condition, Function<ChatCall, Scripted> response) {

	}

}
