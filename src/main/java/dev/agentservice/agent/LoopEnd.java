package dev.agentservice.agent;

import java.time.Duration;
import java.util.List;

import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.session.Message;

/**
 * How the loop ended, if not with an exception.
 */
public sealed interface LoopEnd {

	/**
	 * The task is answered.
	 *
	 * @param answer the answer's text
	 * @param model the id of the model that answered, {@code provider/model}
	 * @param usage the tokens of all model calls
	 * @param phases where the time went
	 * @param steps every model and tool call, in the order they ended
	 * @param notices what the client should know
	 * @param messages the turn as the session keeps it: task, tool calls, results, answer
	 * @param careful whether the run has read untrusted content, so that its answer may
	 * repeat a third party's instructions
	 * @param citations the passages that the answer cites
	 */
	record Answered(String answer, String model, TokenUsage usage, Phases phases, List<Step> steps,
			List<Notice> notices, List<Message> messages, boolean careful,
			List<Citation> citations) implements LoopEnd {

		/** An answer that cites nothing. */
		public Answered(String answer, String model, TokenUsage usage, Phases phases, List<Step> steps,
				List<Notice> notices, List<Message> messages, boolean careful) {
			this(answer, model, usage, phases, steps, notices, messages, careful, List.of());
		}

		public Answered {
			steps = List.copyOf(steps);
			notices = List.copyOf(notices);
			messages = List.copyOf(messages);
			citations = List.copyOf(citations);
		}

	}

	/** The run stopped between two steps, so that another owner continues it. */
	record HandedOver() implements LoopEnd {

	}

	/**
	 * Where a run's time went.
	 *
	 * @param planning model calls that ended in tool calls
	 * @param toolExecution waiting for tools; calls in parallel count once
	 * @param responseGeneration the model call that answered
	 * @param total from the start of the loop to the answer; of earlier attempts, up to
	 * what they finished last
	 */
	record Phases(Duration planning, Duration toolExecution, Duration responseGeneration, Duration total) {

	}

	/**
	 * The tokens of all model calls of a run, as the providers reported them, and their
	 * price.
	 *
	 * @param inputTokens all prompt tokens
	 * @param cachedInputTokens the part of {@code inputTokens} that the providers read
	 * from their caches
	 * @param outputTokens completion tokens
	 * @param costNano what they cost, in nano-USD, failed calls included
	 */
	record TokenUsage(long inputTokens, long cachedInputTokens, long outputTokens, long costNano) {

	}

}
