package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.JournalJson;
import dev.agentservice.agent.journal.RunJournal;
import dev.agentservice.run.admission.Parallel;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.Lease;
import dev.agentservice.run.owner.RunJournals;
import dev.agentservice.run.owner.script.Intent;
import dev.agentservice.run.owner.script.IntentOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.redis.StoreUnavailableException;

/**
 * The journal of a run, in its record. Entries are stored while the run continues; one
 * that was lost ends the run when the next is recorded. Only for intents it is waited.
 */
final class StepJournal implements RunJournal {

	private final RunJournals journals;

	private final OwnedRun run;

	private final Lease lease;

	private final Cancellation cancellation;

	private final int version;

	private final DoubtfulCalls doubts = new DoubtfulCalls();

	private final List<CompletableFuture<WriteOutcome>> underWay = new ArrayList<>();

	private final List<Runnable> afterwards = new ArrayList<>();

	private int recorded;

	/**
	 * The journal of an attempt that begins.
	 * @param cancellation stops the run when it turns out to be cancelled
	 * @param version the version of the entries
	 */
	StepJournal(RunJournals journals, OwnedRun run, Lease lease, Cancellation cancellation, int version) {
		this.journals = journals;
		this.run = run;
		this.lease = lease;
		this.cancellation = cancellation;
		this.version = version;
		this.recorded = run.finished().size();
	}

	/** What earlier attempts recorded. */
	List<JournalEntry> earlier() {
		List<JournalEntry> earlier = JournalJson.read(this.run.finished());
		earlier.forEach(this.doubts::note);
		return earlier;
	}

	/** The calls of all attempts whose effect is unknown. */
	DoubtfulCalls doubts() {
		return this.doubts;
	}

	@Override
	public void record(JournalEntry entry) {
		this.underWay.removeIf(this::arrived);
		this.doubts.note(entry);
		List<Runnable> next = List.copyOf(this.afterwards);
		this.afterwards.clear();
		this.underWay.add(this.journals
			.record(this.run, this.recorded++, JournalJson.write(entry, this.version), settledBy(entry))
			.whenComplete((outcome, _) -> {
				if (outcome == WriteOutcome.STORED) {
					next.forEach(Runnable::run);
				}
			}));
	}

	@Override
	public void store(JournalEntry entry) {
		record(entry);
		var _ = Parallel.join(this.underWay.getLast());
		this.underWay.removeIf(this::arrived);
	}

	@Override
	public void whenStored(Runnable work) {
		this.afterwards.add(work);
	}

	/** The attempt is over; the run is if that could be stored. */
	void ended(ExecutionEnd end) {
		if (end instanceof ExecutionEnd.Ended ended && ended.stored()) {
			this.afterwards.forEach(Runnable::run);
		}
		this.afterwards.clear();
	}

	@Override
	public void intend(List<ToolIntended> calls) {
		if (!JournalJson.hasIntents(this.version)) {
			return;
		}
		List<Intent> intents = calls.stream()
			.map((call) -> new Intent(call.call(), call.tool(), JournalJson.write(call, this.version)))
			.toList();
		demandStored(stored(calls, intents));
		calls.forEach(this.doubts::note);
		this.recorded += intents.size();
	}

	/**
	 * Without an answer they may be stored, and nobody will know whether they were made.
	 */
	private IntentOutcome stored(List<ToolIntended> calls, List<Intent> intents) {
		try {
			return Parallel.join(this.journals.intend(this.run, this.recorded, intents));
		}
		catch (StoreUnavailableException ex) {
			calls.forEach(this.doubts::note);
			throw ex;
		}
	}

	@Override
	public boolean isCertainlyOwned() {
		return !this.lease.certain().passed();
	}

	@Override
	public Duration untilRepeatable() {
		return this.journals.untilRepeatable(this.run);
	}

	private void demandStored(IntentOutcome outcome) {
		switch (outcome) {
			case STORED -> {
				// The calls may be made.
			}
			case CANCELLING -> {
				this.cancellation.cancel(Cancellation.Reason.REQUESTED);
				this.cancellation.check();
			}
			case ERASED, FENCED_OFF, GAP -> throw Ending.refused(outcome == IntentOutcome.ERASED, this.run.id());
		}
	}

	/** The call whose effect is known by an entry; empty if it is of none. */
	private static String settledBy(JournalEntry entry) {
		return (entry instanceof ToolAnswered answer && answer.call() != null && !answer.leavesInDoubt())
				? answer.call() : "";
	}

	private boolean arrived(CompletableFuture<WriteOutcome> piece) {
		if (piece.isDone() && Parallel.join(piece) != WriteOutcome.STORED) {
			throw Ending.refused(Parallel.join(piece) == WriteOutcome.ERASED, this.run.id());
		}
		return piece.isDone();
	}

}
