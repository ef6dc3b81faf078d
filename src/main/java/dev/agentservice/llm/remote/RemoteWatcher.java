package dev.agentservice.llm.remote;

import java.util.List;

import dev.agentservice.budget.Grant;

/**
 * Hears of a part of a loop that runs at a provider, on the thread that waits for it. An
 * exception of it ends the waiting and is thrown unchanged.
 */
public interface RemoteWatcher {

	/**
	 * The provider works on it under this name.
	 * @param grant pays for it
	 */
	void started(RemoteRef ref, Grant grant);

	/** What its text cites, when it has ended. */
	void cited(List<RemoteAnswer.Page> pages);

	/** The next piece of the answer's text. */
	void said(String text);

	/** A hosted tool is called. */
	void hostedBegun(HostedTool.Kind kind);

	/**
	 * A hosted tool has ended.
	 * @param costNano what it cost beside tokens, in nano-USD
	 */
	void hostedEnded(HostedCall call, long costNano);

	/**
	 * Does something once what the run has got of it is stored; if another attempt may
	 * still need it, never.
	 */
	void whenStored(Runnable work);

	/** Whether another attempt of the run goes on with it if this one ends now. */
	boolean goesOnElsewhere();

}
