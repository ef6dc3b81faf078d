package dev.agentservice.run.outcome;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.Phases;
import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Source;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.run.order.RunOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.modulith.NamedInterface;

/**
 * An answered task as clients get it: the body of {@code POST /agent}, the data of
 * {@code run.completed}, and what a retry with the same {@code Idempotency-Key} gets
 * again.
 */
@Schema(description = "An answered task.")
@JsonNaming(SnakeCaseStrategy.class)
@NamedInterface("outcome")
public record RunAnswer(@Schema(example = "run_01JD5W8Q6V3T9N2M4K7H1B0XYZ") String runId,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "chat-42") @Nullable String sessionId,
		@Schema(example = "assistant") String agent, @Schema(example = "succeeded") String status,
		@Schema(example = "17.5% of 2300 is 402.5.") String answer,
		@Schema(description = "The model that answered.", example = "anthropic/claude-haiku-4-5") String model,
		Tokens usage, Latency latencyMs, List<StepView> steps,
		@Schema(description = "What to know about the answer.", example = "[\"history_trimmed\"]") List<String> notices,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(
				description = "The passages and pages that the answer cites; absent if it cites none.") List<CitationView> citations) {

	/** An answer that cites nothing. */
	public RunAnswer(String runId, @Nullable String sessionId, String agent, String status, String answer, String model,
			Tokens usage, Latency latencyMs, List<StepView> steps, List<String> notices) {
		this(runId, sessionId, agent, status, answer, model, usage, latencyMs, steps, notices, List.of());
	}

	public RunAnswer {
		steps = List.copyOf(steps);
		notices = List.copyOf(notices);
		citations = Objects.requireNonNullElse(citations, List.<CitationView>of());
	}

	public static RunAnswer of(String runId, RunOrder order, Answered result) {
		return new RunAnswer(runId, order.input().sessionId(), order.agent(), "succeeded", result.answer(),
				result.model(), Tokens.of(result), Latency.of(result.phases()),
				result.steps().stream().map(StepView::of).toList(),
				result.notices().stream().map(Notice::code).toList(),
				result.citations().stream().map(CitationView::of).toList());
	}

	/** The tokens of all model calls, and what they cost. */
	@JsonNaming(SnakeCaseStrategy.class)
	public record Tokens(@Schema(example = "812") long inputTokens, @Schema(example = "0") long cachedInputTokens,
			@Schema(example = "96") long outputTokens, @Schema(example = "0.001292") BigDecimal costUsd) {

		static Tokens of(Answered result) {
			return new Tokens(result.usage().inputTokens(), result.usage().cachedInputTokens(),
					result.usage().outputTokens(), NanoUsd.toUsd(result.usage().costNano()));
		}

	}

	/** Where the time went. */
	@Schema(description = "Milliseconds per phase.")
	@JsonNaming(SnakeCaseStrategy.class)
	public record Latency(@Schema(example = "640") long planning, @Schema(example = "120") long toolExecution,
			@Schema(example = "830") long responseGeneration, @Schema(example = "1603") long total) {

		static Latency of(Phases phases) {
			return new Latency(phases.planning().toMillis(), phases.toolExecution().toMillis(),
					phases.responseGeneration().toMillis(), phases.total().toMillis());
		}

	}

	/** A passage that the answer cites. */
	@Schema(name = "Citation")
	@JsonNaming(SnakeCaseStrategy.class)
	public record CitationView(
			@Schema(description = "Stands for it in the answer: `[1]`; of a page of the web just its number.",
					example = "1") int n,
			@Schema(example = "handbook") String collection, @Schema(example = "refunds") String document,
			@Schema(example = "Refunds") String title,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					example = "https://handbook.example.com/refunds") @Nullable String source,
			@Schema(description = "The passage's number in the document.", example = "0") int passage,
			@Schema(description = "Where in the document it begins, in characters.", example = "0") int start,
			@Schema(example = "25") int end,
			@Schema(description = "Its first words.", example = "We refund within 14 days.") String quote,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "`me` if the document is your own, which others do not see.",
					example = "me") @Nullable String owner) {

		static CitationView of(Citation citation) {
			Source source = citation.source();
			return new CitationView(citation.n(), source.collection(), source.document(), source.title(),
					source.source(), source.passage(), source.start(), source.end(), source.quote(), source.owner());
		}

	}

	/** A model or tool call. */
	@JsonNaming(SnakeCaseStrategy.class)
	public record StepView(@Schema(example = "tool") String type, @Schema(example = "calculator") String name,
			@Schema(example = "3") long ms, @Schema(example = "ok") String outcome,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "What a call of a model cost, failed ones included, or the vectors of queries; other tools have no price.",
					example = "0.000846") @Nullable BigDecimal costUsd,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "true if a tool was not called, because its result was known.",
					example = "true") @Nullable Boolean cached) {

		public static StepView of(Step step) {
			return new StepView(step.type().name().toLowerCase(Locale.ROOT), step.name(), step.duration().toMillis(),
					step.outcome(), step.isPriced() ? NanoUsd.toUsd(step.costNano()) : null,
					step.cached() ? true : null);
		}

	}

}
