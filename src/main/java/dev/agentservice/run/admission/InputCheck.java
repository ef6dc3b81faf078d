package dev.agentservice.run.admission;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.guard.InputGuard;
import dev.agentservice.guard.Submission;
import dev.agentservice.guard.Submission.Part;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Has a client's texts inspected, and counts them: their bytes before, so that a client
 * that sends too much is stopped at its next request; refusals after, so that searching
 * for gaps in the rules has a limit.
 */
@Component
class InputCheck {

	private final InputGuard guard;

	private final RateLimits rateLimits;

	InputCheck(InputGuard guard, RateLimits rateLimits) {
		this.guard = guard;
		this.rateLimits = rateLimits;
	}

	/**
	 * The number of bytes that {@link #admit} will have inspected, which the rate limits
	 * count beforehand.
	 */
	static long bytes(Submission submission, AgentDefinition agent) {
		return InputGuard.ignores(agent.guard()) ? 0 : submission.bytes();
	}

	/**
	 * Admits a task, with the history that the client sent.
	 * @return whether the run is suspicious
	 * @throws ProblemException {@code input_rejected}, {@code guard_unavailable} or
	 * {@code overloaded}
	 */
	boolean admit(Caller caller, Submission submission, AgentDefinition agent) {
		return inspected(caller, agent, () -> this.guard.admit(agent.guard(), submission));
	}

	/**
	 * Admits a task as the continuation of a conversation, whose own turns were admitted
	 * before.
	 * @return whether the run is suspicious
	 * @throws ProblemException as {@link #admit}
	 */
	boolean goesOn(Caller caller, List<Turn> turns, String task, AgentDefinition agent) {
		Submission submission = this.guard.tail(turns.stream()
			.flatMap((turn) -> turn.messages().stream())
			.filter(Message.User.class::isInstance)
			.map(InputCheck::part)
			.toList(), task);
		if (submission.joined().isEmpty() || InputGuard.ignores(agent.guard())) {
			return false;
		}
		// It needs no wait.
		var _ = this.rateLimits.chargeInspection(caller, submission.joinedBytes());
		return inspected(caller, agent, () -> this.guard.goesOn(agent.guard(), submission));
	}

	private boolean inspected(Caller caller, AgentDefinition agent, BooleanSupplier inspection) {
		if (InputGuard.ignores(agent.guard())) {
			return false;
		}
		try {
			return inspection.getAsBoolean();
		}
		catch (ProblemException ex) {
			if (ex.code() == ProblemCode.INPUT_REJECTED) {
				// A client that gets the refusal may retry at once.
				this.rateLimits.chargeRefusal(caller).join();
			}
			throw ex;
		}
	}

	/** The texts of a client that are inspected. */
	static Submission submission(RunCommand command) {
		return new Submission(command.history().stream().map(InputCheck::part).toList(), command.task());
	}

	private static Part part(Message message) {
		return switch (message) {
			case Message.User user -> new Part(user.text(), true);
			case Message.Assistant assistant -> new Part(Objects.requireNonNullElse(assistant.text(), ""), false);
			case Message.ToolResult result -> new Part(result.text(), false);
		};
	}

}
