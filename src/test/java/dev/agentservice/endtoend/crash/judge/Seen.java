package dev.agentservice.endtoend.crash.judge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * What one client saw of its order. Thread-safe.
 */
public final class Seen {

	private final Plan plan;

	private final Mode mode;

	private final Set<String> runs = new CopyOnWriteArraySet<>();

	private final Set<String> answers = new CopyOnWriteArraySet<>();

	private final List<String> odd = new CopyOnWriteArrayList<>();

	private volatile boolean cancelled;

	public Seen(Plan plan, Mode mode) {
		this.plan = plan;
		this.mode = mode;
	}

	/** It was told a run's id: the run is accepted. */
	public Seen run(String id) {
		if (!id.isEmpty()) {
			this.runs.add(id);
		}
		return this;
	}

	/** It was told an answer. */
	public Seen answer(String text) {
		this.answers.add(text);
		return this;
	}

	/** It was told something that it should never be told. */
	public Seen odd(String told) {
		this.odd.add(told);
		return this;
	}

	/** Its cancel was accepted, with 202. */
	public Seen cancelled() {
		this.cancelled = true;
		return this;
	}

	public Plan plan() {
		return this.plan;
	}

	public Mode mode() {
		return this.mode;
	}

	/** The ids that it was told, which should be one. */
	public Set<String> runs() {
		return new LinkedHashSet<>(this.runs);
	}

	/** The answers that it was told. */
	public Set<String> answers() {
		return new LinkedHashSet<>(this.answers);
	}

	public List<String> oddities() {
		return List.copyOf(this.odd);
	}

	public boolean isCancelled() {
		return this.cancelled;
	}

}
