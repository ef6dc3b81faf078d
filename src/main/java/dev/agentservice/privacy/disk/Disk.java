package dev.agentservice.privacy.disk;

import java.util.List;

/**
 * Whether the files of Redis are written anew.
 *
 * @param outcome {@code pending}, {@code done} or {@code unknown}
 * @param marks how often each master had done so when everything was deleted
 */
public record Disk(String outcome, List<DiskMark> marks) {

	/** Nothing is known yet. */
	public static final Disk PENDING = new Disk("pending", List.of());

	Disk as(String word) {
		return new Disk(word, this.marks);
	}

	/** Whether it has to be waited for. */
	public boolean pending() {
		return this.outcome.equals(PENDING.outcome);
	}

}
