package dev.agentservice.agent.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.session.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * A piece of a run that is finished and need not be paid for or done again. In JSON its
 * {@code type} says which kind it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = JournalEntry.ModelCalledTools.class, name = "model_called_tools"),
		@JsonSubTypes.Type(value = JournalEntry.ToolAnswered.class, name = "tool_answered") })
@NamedInterface("journal")
public sealed interface JournalEntry {

	/** How long all attempts of the run had worked on it by then, gaps not counted. */
	Duration elapsed();

	/** The piece as a step of the run. */
	Step step();

	/** Whether what follows may be a third party's wish. */
	boolean leavesCareful();

	/** What of a tool it shows a model. */
	List<Message.ToolResult> results();

	/**
	 * A model replied with tool calls.
	 *
	 * @param model the model's id, {@code provider/model}
	 * @param message what it said
	 * @param usage the tokens of this call
	 * @param duration how long this call took
	 * @param elapsed how long the run had been worked on
	 * @param costNano what the run had cost by then, in nano-USD, this call and failed
	 * ones included
	 * @param callCostNano what this call cost, in nano-USD; null from a release that did
	 * not tell
	 * @param notices what was to be noted by then; a notice of a newer release is left
	 * out
	 * @param careful whether what the model wanted might be a third party's wish; null
	 * from a release that did not say: then the results in the journal do
	 */
	record ModelCalledTools(String model, Message.Assistant message, Usage usage, Duration duration, Duration elapsed,
			long costNano, @Nullable Long callCostNano, @JsonSetter(contentNulls = Nulls.SKIP) List<Notice> notices,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean careful) implements JournalEntry {

		public ModelCalledTools {
			Objects.requireNonNull(model, "model");
			Objects.requireNonNull(message, "message");
			Objects.requireNonNull(usage, "usage");
			Objects.requireNonNull(duration, "duration");
			Objects.requireNonNull(elapsed, "elapsed");
			notices = List.copyOf(notices);
		}

		@Override
		public Step step() {
			return new Step(Step.Type.MODEL, this.model, this.duration, Step.OK,
					Objects.requireNonNullElse(this.callCostNano, 0L));
		}

		@Override
		public boolean leavesCareful() {
			return Boolean.TRUE.equals(this.careful);
		}

		@Override
		public List<Message.ToolResult> results() {
			return List.of();
		}

	}

	/**
	 * A tool call ended.
	 *
	 * @param result what the model is told
	 * @param outcome how the call ended: {@code ok}, or in a word what went wrong
	 * @param duration how long it took
	 * @param elapsed how long the run had been worked on
	 * @param fallback the tool that was called in the place of the one that the model
	 * called, which had failed; otherwise null. The result says it too: this field is
	 * older, and what the release before reads
	 * @param cached true if no tool was called, because the result was known; otherwise
	 * null
	 */
	record ToolAnswered(Message.ToolResult result, String outcome, Duration duration, Duration elapsed,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String fallback,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean cached) implements JournalEntry {

		public ToolAnswered {
			Objects.requireNonNull(result, "result");
			Objects.requireNonNull(outcome, "outcome");
			Objects.requireNonNull(duration, "duration");
			Objects.requireNonNull(elapsed, "elapsed");
		}

		@Override
		public Step step() {
			return new Step(Step.Type.TOOL, Objects.requireNonNullElse(this.fallback, this.result.name()),
					this.duration, this.outcome, 0, cameFromCache());
		}

		@Override
		public boolean leavesCareful() {
			return this.result.holdsThirdPartyContent();
		}

		@Override
		public List<Message.ToolResult> results() {
			return List.of(this.result);
		}

		/** Whether no tool was called. */
		public boolean cameFromCache() {
			return Boolean.TRUE.equals(this.cached);
		}

	}

}
