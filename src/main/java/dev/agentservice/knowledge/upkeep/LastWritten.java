package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/** What was written last: once it is found, all of it is. */
record LastWritten(@Nullable Shelf shelf, String document, long version, long mark) {

	private static final Duration FOUND_WITHIN = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(500);

	boolean is(Held.Version one) {
		return one.version() == this.version && one.document().equals(this.document);
	}

	/** Without a mark, what the index holds says so. */
	boolean isFound(PassageIndex index) {
		Deadline deadline = Deadline.after(FOUND_WITHIN);
		while (this.shelf != null && this.mark != PassageIndex.UNKNOWN
				&& !index.reached(this.shelf, this.mark, deadline)) {
			if (deadline.passed()) {
				return false;
			}
			try {
				TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

}
