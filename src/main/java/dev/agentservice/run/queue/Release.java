package dev.agentservice.run.queue;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Why a run leaves its lane, and what becomes of it.
 */
public sealed interface Release {

	/**
	 * It has ended, or does not exist: nobody has to look after it any more.
	 *
	 * @param announcement the announcement that this was found of; a run that was
	 * accepted again since stays. Null stands for any
	 */
	record Over(@Nullable String announcement) implements Release {

		/** Whatever its announcement is. */
		public Over() {
			this(null);
		}

	}

	/**
	 * It waits again, in its old place.
	 *
	 * @param track the track that it is offered to, or null for the same
	 */
	record Requeue(@Nullable String track) implements Release {

		/** On the same track. */
		public Requeue() {
			this(null);
		}

	}

	/**
	 * It cannot begin yet: it is still queued, but in no lane until it is offered again.
	 *
	 * @param look the time until it is looked at
	 */
	record Later(Duration look) implements Release {

	}

	/**
	 * It waits for a person, and is not queued until it is offered again.
	 *
	 * @param look when it is looked at next
	 */
	record Parked(Instant look) implements Release {

	}

}
