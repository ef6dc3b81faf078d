package dev.agentservice.run.owner;

import dev.agentservice.run.owner.script.OwnedRun;

/**
 * The result of a claim.
 */
public sealed interface Claim {

	/**
	 * It continues here.
	 *
	 * @param run the run
	 */
	record Claimed(OwnedRun run) implements Claim {
	}

	/**
	 * It does not, and nothing was written.
	 *
	 * @param reason why
	 */
	record Refused(Reason reason) implements Claim {
	}

	/** Why a claim was refused. */
	enum Reason {

		/** There is no such run. */
		GONE,
		/** It has ended, and may not be continued. */
		OVER,
		/** Its owner holds a valid lease. */
		OWNED,
		/** The user's data were erased since it was admitted. */
		ERASED,
		/** Another run has the session's turn. */
		BUSY,
		/** Its order is not stored: only its client can send it again. */
		NOT_STORED,
		/** Its agent is switched off. */
		HELD,
		/** Its time to live is up, and somebody has to end it. */
		EXPIRED,
		/** What it has finished is gone, and somebody has to end it. */
		JOURNAL_LOST,
		/** This release cannot read it; a newer one wrote it. */
		UNREADABLE

	}

}
