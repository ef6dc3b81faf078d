package dev.agentservice.llm.remote.money;

import java.util.Objects;

import dev.agentservice.budget.Grant;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteTelling;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.llm.wire.MalformedAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a part of a loop: how it has ended, what was told of it, and whether
 * the provider worked on it. Used by the run's thread only.
 */
public final class RemoteOutcome {

	private final RemoteWatcher watcher;

	private final RemoteTelling telling;

	private final long longest;

	private @Nullable RemoteAnswer answer;

	private boolean worked;

	private boolean resumed;

	/**
	 * Nothing is known yet.
	 * @param grant pays for it: its output cap limits the text, too
	 */
	public RemoteOutcome(RemoteWatcher watcher, RemoteFees fees, Grant grant) {
		this.watcher = watcher;
		this.telling = new RemoteTelling(watcher, fees);
		this.longest = Metering.longest(Math.toIntExact(grant.outputTokens()));
	}

	/**
	 * Something that its provider tells.
	 * @throws MalformedAnswerException if its text cannot be right
	 */
	public void hear(RemoteEvent event) {
		switch (event) {
			case RemoteEvent.Started _ -> {
				// Its name says nothing of what it comes to.
			}
			case RemoteEvent.Working _ -> this.worked = true;
			case RemoteEvent.Said piece -> {
				demandFitting(this.telling.length() + piece.text().length());
				this.telling.say(piece.text());
			}
			case RemoteEvent.Wrote all -> tell(all.text());
			case RemoteEvent.HostedBegun begun -> this.watcher.hostedBegun(begun.kind());
			case RemoteEvent.HostedEnded ended -> this.telling.tell(ended.call());
			case RemoteEvent.Ended ended -> this.answer = ended.answer();
		}
	}

	/**
	 * Tells what is missing of how it has ended.
	 * @throws MalformedAnswerException if its text cannot be right
	 */
	public void complete(RemoteAnswer ended) {
		demandFitting(ended.length());
		ended.hosted().forEach(this.telling::tell);
		if (ended.status() == RemoteAnswer.Status.ANSWERED) {
			tell(Objects.requireNonNullElse(ended.message().text(), ""));
			this.watcher.cited(ended.cited());
		}
	}

	private void tell(String whole) {
		demandFitting(whole.length());
		if (!this.telling.complete(whole)) {
			throw new MalformedAnswerException("a text that does not begin with its beginning");
		}
	}

	/** The limit of answers in this service's own loop. */
	private void demandFitting(long length) {
		if (length > this.longest) {
			throw new MalformedAnswerException("a text far beyond its cap");
		}
	}

	/** By its record. */
	public void ended(RemoteAnswer ended) {
		this.answer = ended;
	}

	/** It was stopped, and the run need not hear any more of it. */
	public void stopped(RemoteAnswer ended) {
		this.answer = ended;
		ended.hosted().forEach(this.telling::count);
	}

	/** Whether its provider works, or has worked, on it. */
	public void worked(boolean known) {
		this.worked = known;
	}

	/** An earlier attempt of the run has started it. */
	public void takenOver() {
		this.worked = true;
		this.resumed = true;
	}

	/** How it has ended; null if that is not known. */
	public @Nullable RemoteAnswer answer() {
		return this.answer;
	}

	/** What was told of it. */
	public RemoteTelling telling() {
		return this.telling;
	}

	/** Whether its provider worked on it, as far as is known. */
	boolean hasWorked() {
		boolean answered = this.answer != null && this.answer.status() == RemoteAnswer.Status.ANSWERED;
		return answered || this.worked || !this.telling.isEmpty();
	}

	/** Whether an earlier attempt began it: what it did there is known in part. */
	boolean isResumed() {
		return this.resumed;
	}

	/** It failed before a word of it: a refusal, only later. */
	boolean cameToNothing() {
		return this.answer != null && this.answer.status() == RemoteAnswer.Status.FAILED && this.telling.isEmpty();
	}

}
