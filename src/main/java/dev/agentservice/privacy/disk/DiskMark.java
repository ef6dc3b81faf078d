package dev.agentservice.privacy.disk;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How often a master has written its files anew, as it says itself. What was deleted is
 * in the append-only file until that is written anew, and in a snapshot until the next.
 * Of the files of its replicas a master says nothing.
 *
 * @param instance the process; after its restart counts begin anew
 * @param snapshot how its snapshot is, which it may have from a process before it; null
 * if it says that it makes none
 * @param appendOnly how its append-only file is; null if it has none
 */
record DiskMark(String instance, @Nullable Writes snapshot, @Nullable Writes appendOnly) {

	/**
	 * How a file is written.
	 *
	 * @param count how often that was begun, or when it was done; -1 if the master does
	 * not say
	 * @param writing whether it is being written
	 * @param failed whether it was not when that was tried last
	 */
	record Writes(long count, boolean writing, boolean failed) {

		private static Writes of(Map<String, String> fields, String count, String writing, String status) {
			return new Writes(number(fields.get(count)), "1".equals(fields.get(writing)),
					"err".equals(fields.get(status)));
		}

		/** Whether it was written whole by a later look. */
		private boolean renewedBy(@Nullable Writes later, int steps) {
			return later != null && !later.failed && later.count >= this.count + steps;
		}

	}

	/** Reads what {@code INFO} says. */
	static DiskMark of(String info) {
		Map<String, String> fields = info.lines()
			.filter((line) -> line.indexOf(':') > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1).strip(), (first, _) -> first));
		boolean none = "".equals(fields.get("config_save")) && number(fields.get("rdb_saves")) <= 0;
		boolean appending = "1".equals(fields.get("aof_enabled"));
		return new DiskMark(fields.getOrDefault("run_id", ""),
				none ? null
						: Writes.of(fields, "rdb_last_save_time", "rdb_bgsave_in_progress", "rdb_last_bgsave_status"),
				appending ? Writes.of(fields, "aof_rewrites", "aof_rewrite_in_progress", "aof_last_bgrewrite_status")
						: null);
	}

	/** What is no number says nothing. */
	private static long number(@Nullable String text) {
		return (text != null && text.matches("\\d{1,18}")) ? Long.parseLong(text) : -1;
	}

	/** Whether this can be waited for from here on. */
	boolean usable() {
		return (this.appendOnly == null || this.appendOnly.count >= 0)
				&& (this.snapshot == null || (!this.snapshot.writing && this.snapshot.count >= 0));
	}

	/** Whether the files were written anew, whole, between this mark and a later one. */
	boolean goneBy(DiskMark later) {
		return rewrittenBy(later.appendOnly) && (this.snapshot == null || this.snapshot.renewedBy(later.snapshot, 1));
	}

	/**
	 * Redis counts a rewrite when it begins, so it has to have ended; and one that was
	 * under way at this mark may have begun before.
	 */
	private boolean rewrittenBy(@Nullable Writes later) {
		return this.appendOnly == null || (later != null && !later.writing
				&& this.appendOnly.renewedBy(later, this.appendOnly.writing ? 2 : 1));
	}

	/** The mark of the same process, or nothing if it has restarted. */
	static boolean allGone(List<DiskMark> before, List<DiskMark> now) {
		return before.stream()
			.allMatch((mark) -> now.stream().anyMatch((other) -> mark.same(other) && mark.goneBy(other)));
	}

	/** Whether each process still counts from where it did. */
	static boolean comparable(List<DiskMark> before, List<DiskMark> now) {
		return !before.isEmpty() && before.stream().allMatch(DiskMark::usable)
				&& before.stream().allMatch((mark) -> now.stream().anyMatch(mark::same));
	}

	private boolean same(DiskMark other) {
		return this.instance.equals(other.instance) && (this.appendOnly == null) == (other.appendOnly == null)
				&& (this.snapshot == null) == (other.snapshot == null);
	}

}
