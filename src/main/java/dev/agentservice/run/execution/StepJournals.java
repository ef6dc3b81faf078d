package dev.agentservice.run.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalJson;
import dev.agentservice.agent.journal.RunJournal;
import dev.agentservice.run.admission.Parallel;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.WriteOutcome;

import org.springframework.stereotype.Component;

/**
 * Stores the finished steps of runs in their records.
 */
@Component
class StepJournals {

	private final RunRegistry registry;

	StepJournals(RunRegistry registry) {
		this.registry = registry;
	}

	RunJournal of(OwnedRun run) {
		return new StepJournal(this.registry, run);
	}

	/**
	 * Entries are stored while the run continues; one that was lost ends the run when the
	 * next is recorded.
	 */
	private static final class StepJournal implements RunJournal {

		private final RunRegistry registry;

		private final OwnedRun run;

		private final List<CompletableFuture<WriteOutcome>> underWay = new ArrayList<>();

		private int recorded;

		StepJournal(RunRegistry registry, OwnedRun run) {
			this.registry = registry;
			this.run = run;
			this.recorded = run.finished().size();
		}

		@Override
		public void record(JournalEntry entry) {
			this.underWay.removeIf(this::arrived);
			this.underWay.add(this.registry.record(this.run, this.recorded++, JournalJson.write(entry)));
		}

		private boolean arrived(CompletableFuture<WriteOutcome> piece) {
			if (piece.isDone() && Parallel.join(piece) != WriteOutcome.STORED) {
				throw Ending.lostProblem(this.run.id());
			}
			return piece.isDone();
		}

	}

}
