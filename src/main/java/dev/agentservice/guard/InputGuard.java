package dev.agentservice.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.agentservice.guard.inspection.Finding;
import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Inspection;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Looks at what goes to a model, and does as the agent's policy says. What it logs and
 * tells is a rule's id, never a text.
 */
@Component
public class InputGuard {

	private static final Logger logger = LoggerFactory.getLogger(InputGuard.class);

	private final InjectionGuard injections;

	private final GuardMetrics metrics;

	private final int sessionTail;

	@Autowired
	InputGuard(InjectionGuard injections, GuardMetrics metrics, GuardProperties properties) {
		this(injections, metrics, properties.sessionTail());
	}

	InputGuard(InjectionGuard injections, GuardMetrics metrics, int sessionTail) {
		this.sessionTail = sessionTail;
		this.injections = injections;
		this.metrics = metrics;
	}

	/** Whether tasks are not looked at. */
	public static boolean ignores(GuardPolicy policy) {
		return policy.task() == GuardMode.OFF;
	}

	/**
	 * Lets a task in, or not: every text by itself, and all of them joined, within one
	 * deadline.
	 * @return whether the run is suspicious
	 * @throws ProblemException {@code input_rejected} with the rule that says so,
	 * {@code guard_unavailable} or {@code overloaded}
	 */
	public boolean admit(GuardPolicy policy, Submission submission) {
		if (ignores(policy)) {
			return false;
		}
		Deadline deadline = this.injections.deadline();
		Set<String> known = new HashSet<>();
		boolean suspicious = admit(policy, single(submission.task(), Origin.TASK, deadline, known));
		for (Submission.Part part : submission.history()) {
			suspicious |= admit(policy, single(part.text(), Origin.HISTORY, deadline, known));
		}
		for (String joined : submission.joined()) {
			suspicious |= admit(policy, inspect(Origin.HISTORY,
					() -> this.injections.inspectJoined(joined, Origin.HISTORY, known, deadline)));
		}
		return suspicious;
	}

	/**
	 * The end of a conversation that a task goes on with, as much as is inspected again.
	 * @param said what the user said, oldest first
	 */
	public Submission tail(List<Submission.Part> said, String task) {
		Deque<Submission.Part> tail = new ArrayDeque<>();
		int room = this.sessionTail;
		for (int i = said.size() - 1; i >= 0 && room > 0; i--) {
			String text = said.get(i).text();
			String end = text.substring(Math.max(0, text.length() - room));
			tail.addFirst(new Submission.Part(end, true));
			room -= end.length();
		}
		return Submission.ofKnown(List.copyOf(tail), task);
	}

	/**
	 * Lets a task go on with what was let in before, or not: only what they say together
	 * counts, and neither of them alone.
	 * @param submission made by {@link #tail}
	 * @return whether the run is suspicious
	 * @throws ProblemException as {@link #admit(GuardPolicy, Submission)}
	 */
	public boolean goesOn(GuardPolicy policy, Submission submission) {
		if (ignores(policy)) {
			return false;
		}
		Deadline deadline = this.injections.deadline();
		boolean suspicious = false;
		for (String joined : submission.joined()) {
			// Mostly there is nothing, and then nobody need know what was there before.
			if (!this.injections.inspectJoined(joined, Origin.HISTORY, Set.of(), deadline).findings().isEmpty()) {
				Set<String> known = knownBefore(submission, deadline);
				suspicious |= admit(policy, inspect(Origin.HISTORY,
						() -> this.injections.inspectJoined(joined, Origin.HISTORY, known, deadline)));
			}
		}
		return suspicious;
	}

	private Set<String> knownBefore(Submission submission, Deadline deadline) {
		Set<String> known = new HashSet<>();
		Stream
			.concat(Stream.of(submission.task()),
					Stream.concat(submission.history().stream().map(Submission.Part::text),
							JoinedTexts.of(submission.history()).stream()))
			.map((text) -> this.injections.inspectJoined(text, Origin.HISTORY, Set.of(), deadline))
			.forEach((inspection) -> inspection.findings().forEach((finding) -> known.add(finding.rule())));
		return known;
	}

	private Inspection single(String text, Origin origin, Deadline deadline, Set<String> known) {
		Inspection inspection = inspect(origin, () -> this.injections.inspect(text, origin, deadline));
		inspection.findings().forEach((finding) -> known.add(finding.rule()));
		return inspection;
	}

	private static boolean admit(GuardPolicy policy, Inspection inspection) {
		boolean blocked = (inspection.blocked() && policy.task() == GuardMode.BLOCK)
				|| (inspection.suspicious() && policy.suspicion() == GuardMode.BLOCK);
		if (blocked) {
			throw rejected(inspection);
		}
		return inspection.suspicious() || inspection.blocked();
	}

	/**
	 * Looks at what a tool has brought.
	 * @return what is to be done with it
	 * @throws GuardException if it cannot be looked at
	 */
	public Content ofTool(GuardPolicy policy, String text) {
		if (policy.toolResults() == GuardMode.OFF) {
			return Content.HARMLESS;
		}
		if (!inspect(Origin.TOOL_RESULT, () -> this.injections.inspect(text, Origin.TOOL_RESULT)).blocked()) {
			return Content.HARMLESS;
		}
		return (policy.toolResults() == GuardMode.BLOCK) ? Content.WITHHELD : Content.HOSTILE;
	}

	/**
	 * Looks at a passage of a document, whatever the agent's policy is: many read it.
	 * @return the rules for which no model may see it; empty if it is harmless
	 * @throws GuardException if it cannot be looked at
	 */
	public List<String> ofPassage(String text) {
		Inspection inspection = inspect(Origin.PASSAGE, () -> this.injections.inspect(text, Origin.PASSAGE));
		return inspection.blocked() ? inspection.findings().stream().map(Finding::rule).distinct().toList() : List.of();
	}

	private Inspection inspect(Origin origin, Supplier<Inspection> inspected) {
		Inspection inspection = guarded(inspected);
		this.metrics.found(inspection);
		if (inspection.suspicious()) {
			logger.atInfo()
				.addKeyValue("rule", inspection.findings().getFirst().rule())
				.addKeyValue("origin", origin)
				.addKeyValue("score", inspection.score())
				.log("A text looks like an injection");
		}
		return inspection;
	}

	private Inspection guarded(Supplier<Inspection> inspection) {
		try {
			return inspection.get();
		}
		catch (GuardException ex) {
			this.metrics.failed();
			throw ex;
		}
	}

	private static ProblemException rejected(Inspection inspection) {
		Finding finding = inspection.findings().getFirst();
		return new ProblemException(ProblemCode.INPUT_REJECTED,
				"The text looks like an attempt to take over the agent: " + finding.reason()
						+ " If it is not, say it in other words.")
			.with("rule", finding.rule());
	}

	/** What is to be done with what a tool has brought. */
	public enum Content {

		/** It is shown as quoted data. */
		HARMLESS,
		/** It is shown as quoted data, with a warning. */
		HOSTILE,
		/** It is not shown. */
		WITHHELD

	}

}
