package dev.agentservice.guard;

import java.util.List;
import java.util.function.Supplier;

import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	InputGuard(InjectionGuard injections, GuardMetrics metrics) {
		this.injections = injections;
		this.metrics = metrics;
	}

	/**
	 * Lets a task in, or not.
	 * @param task what the user wants
	 * @param history what the client says was said before
	 * @return whether the run is suspicious
	 * @throws ProblemException {@code input_rejected} with the rule that says so, or
	 * {@code guard_unavailable}
	 */
	public boolean admit(GuardPolicy policy, String task, List<String> history) {
		if (policy.task() == GuardMode.OFF) {
			return false;
		}
		boolean suspicious = admit(policy, task, Origin.TASK);
		for (String text : history) {
			suspicious |= admit(policy, text, Origin.HISTORY);
		}
		return suspicious;
	}

	private boolean admit(GuardPolicy policy, String text, Origin origin) {
		Inspection inspection = inspect(text, origin);
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
		if (!inspect(text, Origin.TOOL_RESULT).blocked()) {
			return Content.HARMLESS;
		}
		return (policy.toolResults() == GuardMode.BLOCK) ? Content.WITHHELD : Content.HOSTILE;
	}

	private Inspection inspect(String text, Origin origin) {
		Inspection inspection = guarded(() -> this.injections.inspect(text, origin));
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
