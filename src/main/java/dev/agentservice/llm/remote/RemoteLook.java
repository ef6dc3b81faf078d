package dev.agentservice.llm.remote;

/**
 * The state of a part of a loop, by the provider's record of it.
 */
public sealed interface RemoteLook {

	/** It waits at the provider. */
	record Queued() implements RemoteLook {
	}

	/** The provider has it, but not yet what it is to work on. */
	record Empty() implements RemoteLook {
	}

	/** It is worked on. */
	record Working() implements RemoteLook {
	}

	/**
	 * It has ended.
	 *
	 * @param answer how
	 */
	record Ended(RemoteAnswer answer) implements RemoteLook {
	}

	/** The provider knows nothing of it any more. */
	record Gone() implements RemoteLook {
	}

}
