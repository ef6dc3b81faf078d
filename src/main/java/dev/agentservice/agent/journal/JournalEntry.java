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
import dev.agentservice.tool.ToolResult;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * What a run's next attempt has to know: a piece that is finished and need not be paid
 * for or done again, or that one with side effects was about to begin. In JSON its
 * {@code type} says which kind it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = JournalEntry.ModelCalledTools.class, name = "model_called_tools"),
		@JsonSubTypes.Type(value = JournalEntry.RemoteStarted.class, name = "remote_started"),
		@JsonSubTypes.Type(value = JournalEntry.RemoteEnded.class, name = "remote_ended"),
		@JsonSubTypes.Type(value = JournalEntry.ToolIntended.class, name = "tool_intended"),
		@JsonSubTypes.Type(value = JournalEntry.ToolAnswered.class, name = "tool_answered") })
@NamedInterface("journal")
public sealed interface JournalEntry {

	/** How long all attempts of the run had worked on it by then, gaps not counted. */
	Duration elapsed();

	/** Whether what follows may be a third party's wish. */
	boolean leavesCareful();

	/** What of a tool it shows a model. */
	List<Message.ToolResult> results();

	/** A piece that is finished. */
	@NamedInterface("journal")
	sealed interface Finished extends JournalEntry {

		/** The piece as a step of the run. */
		Step step();

	}

	/** Something has begun or come to nothing; it holds no words of anybody. */
	@NamedInterface("journal")
	sealed interface Mark extends JournalEntry {

		@Override
		default boolean leavesCareful() {
			return false;
		}

		@Override
		default List<Message.ToolResult> results() {
			return List.of();
		}

	}

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
	 * @param hosted the calls of hosted tools that came before; null for none
	 */
	@NamedInterface("journal")
	record ModelCalledTools(String model, Message.Assistant message, Usage usage, Duration duration, Duration elapsed,
			long costNano, @Nullable Long callCostNano, @JsonSetter(contentNulls = Nulls.SKIP) List<Notice> notices,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean careful,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<HostedStep> hosted) implements Finished {

		/** A reply before which no hosted tool was called. */
		public ModelCalledTools(String model, Message.Assistant message, Usage usage, Duration duration,
				Duration elapsed, long costNano, @Nullable Long callCostNano, List<Notice> notices,
				@Nullable Boolean careful) {
			this(model, message, usage, duration, elapsed, costNano, callCostNano, notices, careful, null);
		}

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

		/** The calls of hosted tools that came before it, as steps. */
		public List<Step> hostedSteps() {
			return (this.hosted != null) ? this.hosted.stream().map(HostedStep::step).toList() : List.of();
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
	 * A call of a hosted tool.
	 *
	 * @param tool the tool
	 * @param duration how long it took
	 * @param outcome how it ended
	 * @param costNano what it cost beside tokens, in nano-USD
	 */
	@NamedInterface("journal")
	record HostedStep(String tool, Duration duration, String outcome, long costNano) {

		/** The call as a step of the run. */
		public Step step() {
			return new Step(Step.Type.TOOL, this.tool, this.duration, this.outcome, this.costNano);
		}

	}

	/**
	 * A part of the run's loop began at a provider, where it goes on without this
	 * service. It is over once an entry of a model or a {@link RemoteEnded} follows. A
	 * release that does not know this kind does not know the agent's {@code runtime}
	 * either, and works on none of its runs.
	 *
	 * @param runtime where, as in agents' files
	 * @param id the provider's id
	 * @param model the model, {@code provider/model}
	 * @param attempt the attempt that reserved what it costs
	 * @param call the number of that reservation in its attempt
	 * @param promptTokens the prompt tokens that were reserved for
	 * @param outputTokens the output cap
	 * @param feesNano the most that hosted tools can cost, in nano-USD
	 * @param amountNano what was reserved, in nano-USD
	 * @param elapsed how long the run had been worked on
	 */
	@NamedInterface("journal")
	record RemoteStarted(String runtime, String id, String model, int attempt, int call, long promptTokens,
			long outputTokens, long feesNano, long amountNano, Duration elapsed) implements Mark {

		public RemoteStarted {
			Objects.requireNonNull(runtime, "runtime");
			Objects.requireNonNull(id, "id");
			Objects.requireNonNull(model, "model");
			Objects.requireNonNull(elapsed, "elapsed");
		}

	}

	/**
	 * A part of the run's loop at a provider came to nothing.
	 *
	 * @param fallback whether this service's own loop works on the run from now on
	 * @param elapsed how long the run had been worked on
	 * @param costNano what the run had cost by then, in nano-USD; null from a release
	 * that did not say
	 */
	@NamedInterface("journal")
	record RemoteEnded(boolean fallback, Duration elapsed,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long costNano) implements Mark {

		public RemoteEnded {
			Objects.requireNonNull(elapsed, "elapsed");
		}

	}

	/**
	 * A tool with side effects is about to be called. Until its result is recorded it is
	 * unknown whether it was. Of several intents of one call the last one counts.
	 *
	 * @param call the call's id within the run
	 * @param tool the tool: the one that the model called, or its fallback
	 * @param argumentsSha256 a digest of the arguments as the tool gets them
	 * @param elapsed how long the run had been worked on
	 */
	@NamedInterface("journal")
	record ToolIntended(String call, String tool, String argumentsSha256, Duration elapsed) implements Mark {

		public ToolIntended {
			Objects.requireNonNull(call, "call");
			Objects.requireNonNull(tool, "tool");
			Objects.requireNonNull(argumentsSha256, "argumentsSha256");
			Objects.requireNonNull(elapsed, "elapsed");
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
	 * @param call the call's id within the run; null in version 1, which goes by the
	 * model's ids
	 * @param sources the passages of documents that it shows; null for none
	 * @param callCostNano what the call cost, in nano-USD: at most that, if something was
	 * still under way; null for nothing, or from a release that did not tell
	 */
	@NamedInterface("journal")
	record ToolAnswered(Message.ToolResult result, String outcome, Duration duration, Duration elapsed,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String fallback,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean cached,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String call,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Source> sources,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long callCostNano) implements Finished {

		/** A call that shows no passages and costs nothing. */
		public ToolAnswered(Message.ToolResult result, String outcome, Duration duration, Duration elapsed,
				@Nullable String fallback, @Nullable Boolean cached, @Nullable String call) {
			this(result, outcome, duration, elapsed, fallback, cached, call, null, null);
		}

		public ToolAnswered {
			Objects.requireNonNull(result, "result");
			Objects.requireNonNull(outcome, "outcome");
			Objects.requireNonNull(duration, "duration");
			Objects.requireNonNull(elapsed, "elapsed");
		}

		@Override
		public Step step() {
			return new Step(Step.Type.TOOL, Objects.requireNonNullElse(this.fallback, this.result.name()),
					this.duration, this.outcome, costNano(), cameFromCache());
		}

		/** What the call cost, in nano-USD. */
		public long costNano() {
			return Objects.requireNonNullElse(this.callCostNano, 0L);
		}

		@Override
		public boolean leavesCareful() {
			return this.result.holdsThirdPartyContent();
		}

		@Override
		public List<Message.ToolResult> results() {
			return List.of(this.result);
		}

		/** Whether the call may have taken effect, which nobody knows. */
		public boolean leavesInDoubt() {
			return ToolResult.Outcome.IN_DOUBT.label().equals(this.outcome);
		}

		/** Whether no tool was called. */
		public boolean cameFromCache() {
			return Boolean.TRUE.equals(this.cached);
		}

	}

}
