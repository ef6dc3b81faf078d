package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.llm.ModelReply;
import dev.agentservice.llm.Usage;
import dev.agentservice.session.Message;

/**
 * What a run has done so far: steps, tokens, time per phase, notices.
 */
final class Progress {

	private final long startedAt = System.nanoTime();

	private final List<Step> steps = new ArrayList<>();

	private final Set<Notice> notices = EnumSet.noneOf(Notice.class);

	private Usage usage = Usage.NONE;

	private Duration planning = Duration.ZERO;

	private Duration toolExecution = Duration.ZERO;

	private Duration responseGeneration = Duration.ZERO;

	void finished(Step step) {
		this.steps.add(step);
	}

	void note(Notice notice) {
		this.notices.add(notice);
	}

	void used(Usage usage) {
		this.usage = this.usage.plus(usage);
	}

	void planned(Duration duration) {
		this.planning = this.planning.plus(duration);
	}

	void executedTools(Duration duration) {
		this.toolExecution = this.toolExecution.plus(duration);
	}

	void answered(Duration duration) {
		this.responseGeneration = this.responseGeneration.plus(duration);
	}

	RunResult result(ModelReply reply, String answer, long costNano, List<Message> messages) {
		Duration total = Duration.ofNanos(System.nanoTime() - this.startedAt);
		TokenUsage tokens = new TokenUsage(this.usage.inputTokens(), this.usage.cachedInputTokens(),
				this.usage.outputTokens(), costNano);
		return new RunResult(answer, reply.model().toString(), tokens,
				new Phases(this.planning, this.toolExecution, this.responseGeneration, total), this.steps,
				List.copyOf(this.notices), messages);
	}

}
