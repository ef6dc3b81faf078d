package dev.agentservice.agent.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.Reasoning;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * An agent as its file defines it. Every model and every tool it names exists.
 *
 * @param name how clients ask for it; the name of its file without {@code .md}
 * @param description what it is for, in a sentence; may be empty
 * @param models which models it may use
 * @param tools its allow-list of tools: names, or beginnings of names followed by
 * {@code *}
 * @param toolFallback names of tools that are called where another fails, by the other's
 * name
 * @param limits what one task may cost
 * @param targets how long the phases of a run should take
 * @param guard what its guards do
 * @param instructions what the model is told first
 * @param revision the first 16 hexadecimal digits of the SHA-256 of the file's bytes
 * @param source the file's text, for runs that outlive this revision
 * @param knowledge what it knows
 * @param runtime where its loop runs
 */
@NamedInterface("definition")
public record AgentDefinition(String name, String description, Models models, List<String> tools,
		Map<String, String> toolFallback, Limits limits, LatencyTargets targets, GuardPolicy guard, String instructions,
		String revision, String source, KnowledgeUse knowledge, RuntimeUse runtime) {

	/** An agent whose loop runs in this service. */
	public AgentDefinition(String name, String description, Models models, List<String> tools,
			Map<String, String> toolFallback, Limits limits, LatencyTargets targets, GuardPolicy guard,
			String instructions, String revision, String source, KnowledgeUse knowledge) {
		this(name, description, models, tools, toolFallback, limits, targets, guard, instructions, revision, source,
				knowledge, RuntimeUse.OWN);
	}

	/** An agent that knows nothing. */
	public AgentDefinition(String name, String description, Models models, List<String> tools,
			Map<String, String> toolFallback, Limits limits, LatencyTargets targets, GuardPolicy guard,
			String instructions, String revision, String source) {
		this(name, description, models, tools, toolFallback, limits, targets, guard, instructions, revision, source,
				KnowledgeUse.NONE);
	}

	public AgentDefinition {
		tools = List.copyOf(tools);
		toolFallback = Map.copyOf(toolFallback);
	}

	/**
	 * The models an agent may use.
	 *
	 * @param simple for simple tasks
	 * @param complex for complex tasks
	 * @param fallback asked one after another when the chosen one fails
	 * @param afterCut what becomes of a streamed answer that breaks off
	 * @param reasoning how much they are to think; null for as much as each does by
	 * itself
	 */
	public record Models(ModelId simple, ModelId complex, List<ModelId> fallback, AfterCut afterCut,
			@Nullable Reasoning reasoning) {

		public Models {
			fallback = List.copyOf(fallback);
		}

		/** All of them, {@code provider/model}. */
		public Set<String> names() {
			return Stream.concat(Stream.of(this.simple, this.complex), this.fallback.stream())
				.map(ModelId::toString)
				.collect(Collectors.toSet());
		}

	}

	/** What becomes of an answer that a model began to stream and did not finish. */
	public enum AfterCut {

		/** It is taken back, and the next model answers anew. */
		RESTART,
		/** It stands, and the next model is asked to go on after it. */
		CONTINUE

	}

	/**
	 * What one task may cost.
	 *
	 * @param costPerTaskUsd money, in USD
	 * @param steps calls of models; the last one must answer
	 * @param timeout time, from the start of the run to its answer
	 * @param calls how long each call of a model may take
	 */
	public record Limits(BigDecimal costPerTaskUsd, int steps, Duration timeout, CallLimits calls) {

		/** Calls may take as long as their providers' settings say. */
		public Limits(BigDecimal costPerTaskUsd, int steps, Duration timeout) {
			this(costPerTaskUsd, steps, timeout, CallLimits.NONE);
		}

	}

}
