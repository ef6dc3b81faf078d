package dev.agentservice.llm.remote.money;

import java.time.Duration;

import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.resilience.Patience;

/**
 * What is known of something that must not arrive twice at a provider whose record may
 * lag behind. Used by one thread.
 */
public final class RemoteDelivery {

	/** How often it is sent in doubt. */
	private static final int MOST = 3;

	private static final int UNAVAILABLE = 503;

	private static final int OVERLOADED = 529;

	private final Patience patience;

	private final Duration settled;

	private boolean taken;

	private boolean doubtful;

	private long failedAt;

	private int doubts;

	/**
	 * Nothing was sent yet.
	 * @param settled after how long a record shows what has arrived
	 */
	public RemoteDelivery(Patience patience, Duration settled) {
		this.patience = patience;
		this.settled = settled;
	}

	/** The provider has confirmed it. */
	public void confirmed() {
		this.taken = true;
	}

	/** It was not confirmed: it may have arrived unless it was refused. */
	public void failed(RuntimeException failure) {
		this.doubtful = !(failure instanceof RefusedException refused && isRefusal(refused.status()));
		if (this.doubtful) {
			this.doubts++;
			this.failedAt = this.patience.now();
		}
	}

	/** A gateway's errors say nothing of what is behind it. */
	private static boolean isRefusal(int status) {
		return status < 500 || status == UNAVAILABLE || status == OVERLOADED;
	}

	/** Whether it may be there although the record does not show it. */
	public boolean mayHaveArrived() {
		return this.taken || this.doubtful;
	}

	/** Whether it may be sent now that the record does not show it. */
	public boolean maySend() {
		return !this.taken && this.doubts < MOST
				&& (!this.doubtful || this.patience.isLongerAgo(this.failedAt, this.settled));
	}

}
