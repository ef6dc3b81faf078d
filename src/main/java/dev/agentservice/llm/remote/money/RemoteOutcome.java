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

	/** No model writes more. */
	private static final long MOST_TOKENS = 1_000_000;

	private final RemoteWatcher watcher;

	private final RemoteTelling telling;

	private final long longest;

	private @Nullable RemoteAnswer answer;

	private boolean worked;

	/** It may have been worked on, for all that is known. */
	private boolean unsure;

	private boolean resumed;

	/**
	 * Nothing is known yet.
	 * @param grant pays for it: its output cap limits the text, too
	 * @param capped whether the provider has that cap, and not only one in money
	 */
	public RemoteOutcome(RemoteWatcher watcher, RemoteFees fees, Grant grant, boolean capped) {
		this.watcher = watcher;
		this.telling = new RemoteTelling(watcher, fees);
		long paid = Math.min(MOST_TOKENS, grant.price().largestOutput(0, grant.amountNano()));
		this.longest = Metering
			.longest(Math.toIntExact(capped ? grant.outputTokens() : Math.max(grant.outputTokens(), paid)));
	}

	/**
	 * Something that its provider tells.
	 * @throws MalformedAnswerException if its text cannot be right
	 */
	public void hear(RemoteEvent event) {
		switch (event) {
			case RemoteEvent.Started _, RemoteEvent.Taken _ -> {
				// Says nothing of what it comes to.
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

	/** Its provider works, or has worked, on it. */
	public void worked() {
		this.worked = true;
	}

	/** Whether its provider may work on it although nothing shows that. */
	public void unsure(boolean possible) {
		this.unsure = possible;
	}

	/** See {@link #unsure}. */
	public boolean isUnsure() {
		return this.unsure;
	}

	/** An earlier attempt of the run has started it. */
	public void takenOver() {
		this.unsure = true;
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

	/** Whether its provider may have worked on it. */
	boolean hasWorked() {
		boolean recorded = this.answer != null
				&& (this.answer.status() == RemoteAnswer.Status.ANSWERED || this.answer.work().rounds() > 0);
		return recorded || this.worked || this.unsure || !this.telling.isEmpty();
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
