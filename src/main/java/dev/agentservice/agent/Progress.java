package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.Phases;
import dev.agentservice.agent.LoopEnd.TokenUsage;
import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.budget.Purse;
import dev.agentservice.budget.RunBill;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.session.Message;
import dev.agentservice.support.Stopwatch;

/**
 * What a run has done so far, in all its attempts: steps, tokens, money, time per phase,
 * notices.
 */
final class Progress {

	private final Stopwatch watch = Stopwatch.start();

	private final RunBill bill;

	/** What they cost is known for certain once all that they pay has ended. */
	private final List<Supplier<Step>> steps = new ArrayList<>();

	private final Set<Notice> notices = EnumSet.noneOf(Notice.class);

	private Usage usage = Usage.NONE;

	private long earlierCostNano;

	private Duration earlierWork = Duration.ZERO;

	private boolean intended;

	private Duration planning = Duration.ZERO;

	private Duration toolExecution = Duration.ZERO;

	private Duration responseGeneration = Duration.ZERO;

	/**
	 * The progress of an attempt that begins now.
	 * @param bill what this attempt owes
	 */
	Progress(RunBill bill) {
		this.bill = bill;
	}

	/** Takes over what an earlier attempt finished. */
	void restore(JournalEntry entry) {
		if (entry instanceof JournalEntry.Finished piece) {
			finished(piece);
		}
		switch (entry) {
			case ModelCalledTools reply -> {
				this.earlierCostNano = reply.costNano();
				this.notices.addAll(reply.notices());
			}
			case RemoteStarted _ -> {
				// Its time and cost are those of the entry that follows.
				return;
			}
			case RemoteEnded ended -> {
				if (ended.fallback()) {
					note(Notice.RUNTIME_FALLBACK);
				}
				if (ended.costNano() != null) {
					this.earlierCostNano = ended.costNano();
				}
			}
			case ToolIntended _ -> {
				this.intended = true;
				executedTools(entry.elapsed().minus(this.earlierWork));
			}
			case ToolAnswered answer -> {
				this.earlierCostNano += answer.costNano();
				executedTools(entry.elapsed().minus(this.earlierWork));
			}
		}
		this.earlierWork = entry.elapsed();
	}

	void finished(JournalEntry.Finished entry) {
		switch (entry) {
			case ModelCalledTools reply -> {
				this.usage = this.usage.plus(reply.usage());
				this.planning = this.planning.plus(reply.duration());
				reply.hostedSteps().forEach(this::finished);
			}
			case ToolAnswered answer -> note(answer);
		}
		finished(entry.step());
	}

	/** The same of a call that this purse pays. */
	void finished(ToolAnswered answer, Purse purse) {
		note(answer);
		finished(answer.step(), purse);
	}

	private void note(ToolAnswered answer) {
		if (answer.fallback() != null && Step.OK.equals(answer.outcome())) {
			note(Notice.TOOL_FALLBACK);
		}
		if (answer.leavesInDoubt()) {
			note(Notice.TOOL_IN_DOUBT);
		}
		if (answer.cameFromCache()) {
			note(Notice.CACHED_RESULT);
		}
	}

	void finished(Step step) {
		this.steps.add(() -> step);
	}

	/** A step ended for which this purse pays, perhaps still. */
	void finished(Step step, Purse purse) {
		this.steps.add(() -> step.costing(purse.costNano()));
	}

	void note(Notice notice) {
		this.notices.add(notice);
	}

	boolean hasNoted(Notice notice) {
		return this.notices.contains(notice);
	}

	/** A tool with side effects is about to be called. */
	void intended() {
		this.intended = true;
	}

	/** Whether a tool with side effects was called, or about to be. */
	boolean hasIntended() {
		return this.intended;
	}

	void executedTools(Duration duration) {
		this.toolExecution = this.toolExecution.plus(duration);
	}

	void answered(Usage usage, Duration duration) {
		this.usage = this.usage.plus(usage);
		this.responseGeneration = this.responseGeneration.plus(duration);
	}

	/** A reply that is no answer was used up all the same. */
	void wasted(Usage usage) {
		this.usage = this.usage.plus(usage);
	}

	/** How long the run has been worked on, gaps between attempts not counted. */
	Duration elapsed() {
		return this.earlierWork.plus(this.watch.elapsed());
	}

	/** What the run has cost. */
	long costNano() {
		return this.earlierCostNano + this.bill.costNano();
	}

	List<Notice> notices() {
		return List.copyOf(this.notices);
	}

	Answered result(ModelReply reply, String answer, List<Message> messages, boolean careful,
			List<Citation> citations) {
		TokenUsage tokens = new TokenUsage(this.usage.inputTokens(), this.usage.cachedInputTokens(),
				this.usage.outputTokens(), costNano());
		return new Answered(answer, reply.model().toString(), tokens,
				new Phases(this.planning, this.toolExecution, this.responseGeneration, elapsed()),
				this.steps.stream().map(Supplier::get).toList(), notices(), messages, careful, citations);
	}

}
