package dev.agentservice.run.execution;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.run.owner.Lease;
import dev.agentservice.run.owner.RunJournals;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.state.StateProperties;

import org.springframework.stereotype.Component;

/**
 * Opens the journals of runs.
 */
@Component
class StepJournals {

	private final RunJournals journals;

	private final StateProperties state;

	StepJournals(RunJournals journals, StateProperties state) {
		this.journals = journals;
		this.state = state;
	}

	StepJournal of(OwnedRun run, Lease lease, Cancellation cancellation) {
		return new StepJournal(this.journals, run, lease, cancellation, this.state.writeVersion());
	}

}
