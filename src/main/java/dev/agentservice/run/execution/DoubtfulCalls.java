package dev.agentservice.run.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.run.outcome.DoubtfulCall;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;

/**
 * The calls of a run whose effect is unknown, as {@code run-doubt.lua} keeps them in the
 * run's record.
 */
final class DoubtfulCalls {

	/** Tools by call. */
	private final Map<String, String> tools = new LinkedHashMap<>();

	/** Something was recorded. */
	void note(JournalEntry entry) {
		switch (entry) {
			case ToolIntended intent -> open(intent.call(), intent.tool());
			case ToolAnswered answer -> answered(answer);
			case ModelCalledTools _, RemoteStarted _, RemoteEnded _ -> {
				// No call is in doubt by it.
			}
		}
	}

	private void answered(ToolAnswered answer) {
		if (answer.call() != null && !answer.leavesInDoubt()) {
			this.tools.remove(answer.call());
		}
	}

	private void open(String call, String tool) {
		this.tools.remove(call);
		this.tools.put(call, tool);
	}

	/** An end without an answer names them. */
	RunOutcome namedIn(RunOutcome outcome) {
		if (this.tools.isEmpty()) {
			return outcome;
		}
		List<DoubtfulCall> calls = this.tools.entrySet()
			.stream()
			.map((call) -> new DoubtfulCall(call.getKey(), call.getValue()))
			.toList();
		return switch (outcome) {
			case Succeeded succeeded -> succeeded;
			case Failed failed -> new Failed(failed.problem().with(DoubtfulCall.MEMBER, calls));
			case Cancelled cancelled -> new Cancelled(cancelled.reason(), calls);
		};
	}

}
