package dev.agentservice.privacy.erasure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How often a master has written its files anew, as it says itself. What was deleted is
 * in the append-only file until that is written anew, or in the snapshot until the next.
 *
 * @param instance the process; after its restart counts begin anew
 * @param fileless whether it writes no files at all
 * @param appending whether it has an append-only file
 * @param rewrites how often it has written that anew; -1 if it does not say
 * @param writing whether it is doing so, or is making a snapshot
 * @param lastSave when it has made the latest snapshot, in seconds
 */
record DiskMark(String instance, boolean fileless, boolean appending, long rewrites, boolean writing, long lastSave) {

	/** Reads what {@code INFO} says. */
	static DiskMark of(String info) {
		Map<String, String> fields = info.lines()
			.filter((line) -> line.indexOf(':') > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1).strip(), (first, _) -> first));
		boolean appending = "1".equals(fields.get("aof_enabled"));
		String writing = fields.get(appending ? "aof_rewrite_in_progress" : "rdb_bgsave_in_progress");
		boolean fileless = !appending && "".equals(fields.get("config_save"));
		return new DiskMark(fields.getOrDefault("run_id", ""), fileless, appending, number(fields.get("aof_rewrites")),
				"1".equals(writing), number(fields.get("rdb_last_save_time")));
	}

	private static long number(@Nullable String text) {
		return (text != null) ? Long.parseLong(text) : -1;
	}

	/** Whether this can be waited for from here on. */
	boolean usable() {
		return this.fileless || (this.appending ? this.rewrites >= 0 : !this.writing && this.lastSave >= 0);
	}

	/** Whether the files were written anew, whole, between this mark and a later one. */
	boolean goneBy(DiskMark later) {
		if (!this.appending) {
			return this.fileless || later.lastSave > this.lastSave;
		}
		// One that was under way may have begun before.
		return later.rewrites >= this.rewrites + (this.writing ? 2 : 1);
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
		return this.instance.equals(other.instance) && this.appending == other.appending;
	}

}
