package dev.agentservice.llm.remote;

import java.util.HashSet;
import java.util.Set;

import dev.agentservice.support.Stopwatch;

/**
 * What a run has been told of a part of its loop, each thing once, whether a stream tells
 * it or, in the end, the provider's record.
 */
public final class RemoteTelling {

	private final RemoteWatcher watcher;

	private final RemoteFees fees;

	private final Stopwatch watch = Stopwatch.start();

	private final StringBuilder said = new StringBuilder();

	private final Set<String> calls = new HashSet<>();

	private long feesNano;

	public RemoteTelling(RemoteWatcher watcher, RemoteFees fees) {
		this.watcher = watcher;
		this.fees = fees;
	}

	/** The next piece of the text. */
	public void say(String text) {
		this.said.append(text);
		this.watcher.said(text);
	}

	/**
	 * Tells what is missing of the whole text.
	 * @return whether what was told is its beginning; otherwise nothing is told
	 */
	public boolean complete(String text) {
		if (!text.startsWith(this.said.toString())) {
			return false;
		}
		if (text.length() > this.said.length()) {
			say(text.substring(this.said.length()));
		}
		return true;
	}

	/** A hosted tool has ended. */
	public void tell(HostedCall call) {
		if (this.calls.add(call.id())) {
			this.watcher.hostedEnded(call, charge(call));
		}
	}

	/** A hosted tool has ended, of which the run need not hear any more. */
	public void count(HostedCall call) {
		if (this.calls.add(call.id())) {
			charge(call);
		}
	}

	private long charge(HostedCall call) {
		long cost = this.fees.ofNano(call, this.watch.elapsed());
		this.feesNano += cost;
		return cost;
	}

	/** How long the text is so far, in characters. */
	public int length() {
		return this.said.length();
	}

	/** What was charged for calls of hosted tools, in nano-USD. */
	public long feesNano() {
		return this.feesNano;
	}

	/** How many calls of hosted tools are known. */
	public int hostedCalls() {
		return this.calls.size();
	}

	/** Whether there is nothing yet. */
	public boolean isEmpty() {
		return this.said.isEmpty() && this.calls.isEmpty();
	}

}
