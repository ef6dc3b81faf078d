package dev.agentservice.agent.answer;

import java.time.Duration;
import java.util.Locale;

import dev.agentservice.agent.prompt.PromptTooLongException;
import dev.agentservice.llm.RemoteSession;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * What a client is told when a run cannot be answered.
 */
public final class RunFailures {

	private RunFailures() {
	}

	/** The problem an exception inside the loop stands for. */
	public static ProblemException toProblem(RuntimeException failure, Deadline deadline) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		if (deadline.passed()) {
			return new ProblemException(ProblemCode.DEADLINE_EXCEEDED,
					"The run did not finish within the agent's time limit. Try a smaller task.", failure);
		}
		if (failure instanceof ModelException model) {
			return toProblem(model);
		}
		return new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL, failure);
	}

	/** The word for a failed step. */
	public static String outcome(RuntimeException failure) {
		return switch (failure) {
			case ModelException model -> model.kind().name().toLowerCase(Locale.ROOT);
			case RemoteSession.GoneException _ -> "expired";
			default -> "failed";
		};
	}

	/** The text of an answering reply; a reply without one is the provider's fault. */
	public static String requireAnswer(ModelReply reply) {
		String text = reply.message().text();
		if (reply.finish() == ModelReply.Finish.CONTENT_FILTER) {
			throw new ModelException(reply.model(), ModelException.Kind.CONTENT_FILTERED, null, null);
		}
		if (text == null || text.isBlank()) {
			throw new ModelException(reply.model(), (reply.finish() == ModelReply.Finish.LENGTH)
					? ModelException.Kind.CAP_SPENT : ModelException.Kind.MALFORMED, null, null);
		}
		return text;
	}

	private static ProblemException toProblem(ModelException failure) {
		return switch (failure.kind()) {
			case CONTEXT_TOO_LONG -> tooLarge(failure);
			case CONTENT_FILTERED -> new ProblemException(ProblemCode.INPUT_REJECTED,
					"The model provider's content filter refused this task.", failure)
				.with("rule", "provider_content_filter");
			case CAP_SPENT -> new ProblemException(ProblemCode.OUTPUT_CAP_REACHED,
					"The model used up its completion tokens before it wrote a word. Allow more with max_output_tokens, or let the agent's model think less.",
					failure);
			case UNAUTHORIZED, QUOTA_EXHAUSTED, UNKNOWN_MODEL, REJECTED -> refused(failure);
			case RATE_LIMITED, UNAVAILABLE, CONNECTION, TIMEOUT, MALFORMED, CIRCUIT_OPEN, BUSY -> unavailable(failure);
		};
	}

	private static ProblemException tooLarge(ModelException failure) {
		if (failure instanceof PromptTooLongException prompt) {
			return new ProblemException(ProblemCode.INPUT_TOO_LARGE,
					"The task needs about %d tokens with its instructions and tool results, the model takes %d. Shorten it."
						.formatted(prompt.needed(), prompt.size()),
					failure);
		}
		return new ProblemException(ProblemCode.INPUT_TOO_LARGE,
				"The task and its context do not fit the model's window. Shorten it or start a new session.", failure);
	}

	/** Without a time to come back at: only an operator can mend it. */
	private static ProblemException refused(ModelException failure) {
		return new ProblemException(ProblemCode.MODELS_REFUSED,
				"The providers of this agent's models refuse its requests, and that does not pass by itself. "
						+ "Ask whoever operates the service.",
				failure)
			.with("reason", outcome(failure));
	}

	private static ProblemException unavailable(ModelException failure) {
		Duration retryAfter = (failure.retryAfter() != null) ? failure.retryAfter() : Duration.ofSeconds(5);
		return new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
				"No model of this agent can answer right now. Try again later.", failure)
			.retryAfter(retryAfter);
	}

}
