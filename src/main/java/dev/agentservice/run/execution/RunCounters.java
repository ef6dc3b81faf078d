package dev.agentservice.run.execution;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.agentservice.agent.journal.Notice;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.repeat.RepeatedTask;
import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What is counted of each agent's runs: {@code agent.runs.started},
 * {@code agent.runs.repeated}, {@code agent.notices} and {@code agent.latency.targets}.
 * All values of their labels are known, so an agent's counters can be shown before its
 * first run: to Prometheus the first value of a series is no increase.
 */
@Component
class RunCounters {

	static final List<String> PHASES = List.of("planning", "tool_execution", "response_generation", "total");

	private final MeterRegistry registry;

	/** Of what a session stores nothing else makes series. */
	private final Set<String> tracks;

	RunCounters(MeterRegistry registry, ReleaseProperties release) {
		this.registry = registry;
		this.tracks = new TreeSet<>(List.of("stable", "canary", release.track()));
	}

	/** Shows an agent's counters. */
	void show(String agent) {
		Stream.of(RunMode.values()).forEach((mode) -> starts(agent, mode));
		this.tracks.forEach((track) -> repeats(agent, track));
		Stream.of(Notice.values()).forEach((notice) -> notices(agent, notice));
		PHASES.forEach((phase) -> Stream.of(true, false).forEach((met) -> targets(agent, phase, met)));
	}

	/** A run begins here. Its next attempt begins as well, but repeats no task. */
	void started(Assignment run) {
		RunOrder order = run.order();
		starts(order.agent(), order.delivery().mode()).increment();
		if (run.owned().attempt() == 1) {
			RepeatedTask.repeated(order.input().task(), order.createdAt(), run.owned().session().turns())
				.ifPresent((turn) -> repeats(order.agent(), known(turn.track())).increment());
		}
	}

	/** A run was answered. A notice that it has several times is one. */
	void noticed(String agent, List<Notice> notices) {
		notices.stream().distinct().forEach((notice) -> notices(agent, notice).increment());
	}

	/** A phase of a run met its target, or did not. */
	void compared(String agent, String phase, boolean met) {
		targets(agent, phase, met).increment();
	}

	private Counter starts(String agent, RunMode mode) {
		return counter("agent.runs.started", "Attempts of runs that began", "agent", agent, "mode", mode.label());
	}

	private String known(@Nullable String track) {
		return (track != null && this.tracks.contains(track)) ? track : "other";
	}

	/**
	 * Whose answer was of no use says the track that gave it, not the one asked again.
	 */
	private Counter repeats(String agent, String answeredTrack) {
		return counter("agent.runs.repeated", "Runs whose task the session had just answered", "agent", agent,
				"answered_track", answeredTrack);
	}

	private Counter notices(String agent, Notice notice) {
		return counter("agent.notices", "Answers by what is to be known about them", "agent", agent, "notice",
				notice.code());
	}

	private Counter targets(String agent, String phase, boolean met) {
		return counter("agent.latency.targets", "Phases of runs by whether they met their target", "agent", agent,
				"phase", phase, "result", met ? "met" : "missed");
	}

	private Counter counter(String name, String description, String... labels) {
		return Counter.builder(name).description(description).tags(labels).register(this.registry);
	}

}
