package dev.agentservice.run.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.run.outcome.DoubtfulCall;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as its user gets it.
 */
@Schema(name = "Run", description = "What became of a task.")
record RunView(@Schema(example = "run_01M838DWTC55J56BHF7KJFK35W") String runId,
		@Schema(example = "order-1234") @Nullable String sessionId, @Schema(example = "assistant") String agent,
		@Schema(description = "The revision of the agent's file", example = "3f9a0c1d2b4e") String revision,
		@Schema(description = "The release that accepted it",
				example = "0.9.0") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String release,
		@Schema(description = "The track of that release",
				example = "stable") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String track,
		@Schema(description = "The provider's interface that runs the agent's loop; absent if this service does",
				example = "openai-responses", allowableValues = {
						"openai-responses",
						"anthropic-managed" }) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String runtime,
		@Schema(example = "succeeded") String status,
		@Schema(description = "Why a queued run does not begin, though there may be room; absent if nothing holds it",
				allowableValues = "agent_disabled") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String held,
		@Schema(description = "How often it was begun", example = "1") int attempt, Instant createdAt,
		@Nullable Instant endedAt, Map<String, String> metadata,
		@Schema(description = "What operators had switched when it was first asked for",
				example = "{\"parallel-tool-execution\": true}") Map<String, Object> flags,
		@Schema(type = "object",
				description = "The answer as POST /agent gave it, once `status` is succeeded") @Nullable JsonNode result,
		@Schema(type = "object",
				description = "Why there is no answer, once `status` is failed or rejected; "
						+ "or who stopped it, once it is cancelled") @Nullable JsonNode problem,
		@Schema(description = "Calls with side effects that may have taken effect, which nobody knows, once the run "
				+ "is over; absent if there is none") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DoubtfulCall> inDoubt){

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	static RunView of(RunRecord run) {
		return switch (run.state()) {
			case RunState.Waiting _ -> of(run, null, null);
			case RunState.Active _ -> of(run, null, null);
			case RunState.Succeeded succeeded -> of(run, MAPPER.readTree(succeeded.data()), null);
			case RunState.Ended ended -> of(run, null, MAPPER.readTree(ended.data()));
		};
	}

	/** The same, with what holds it in the queue, if anything does. */
	RunView heldBy(@Nullable String reason) {
		return new RunView(this.runId, this.sessionId, this.agent, this.revision, this.release, this.track,
				this.runtime, this.status, reason, this.attempt, this.createdAt, this.endedAt, this.metadata,
				this.flags, this.result, this.problem, this.inDoubt);
	}

	/** Without its answer. */
	static RunView brief(RunRecord run) {
		return of(run, null, null);
	}

	private static RunView of(RunRecord run, @Nullable JsonNode result, @Nullable JsonNode problem) {
		return new RunView(run.id(), run.sessionId(), run.agent(), run.revision(), run.document().release(),
				run.document().track(), run.document().runtime(), run.state().label(), null, run.attempt(),
				run.createdAt(), run.endedAt(), run.metadata(), run.flags().values(), result, problem,
				(run.state() instanceof RunState.Ended) ? inDoubt(run) : List.of());
	}

	/** What is at work is not in doubt yet. */
	private static List<DoubtfulCall> inDoubt(RunRecord run) {
		return List.of(MAPPER.readValue("[" + run.inDoubt() + "]", DoubtfulCall[].class));
	}

}
