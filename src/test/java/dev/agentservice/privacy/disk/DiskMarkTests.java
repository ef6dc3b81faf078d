package dev.agentservice.privacy.disk;

import java.util.List;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class DiskMarkTests {

	private static final DiskMark BEFORE = appending("a", 3, false);

	@Test
	void theNextRewriteOfTheAppendOnlyFileIsEnough() {
		assertThat(BEFORE.goneBy(appending("a", 3, true))).isFalse();
		assertThat(BEFORE.goneBy(appending("a", 4, false))).isTrue();
	}

	@Test
	void oneThatIsStillAtWorkOrHasFailedIsNotEnough() {
		assertThat(BEFORE.goneBy(appending("a", 4, true))).isFalse();
		assertThat(BEFORE.goneBy(rewriting("a", 4, false, "err", ""))).isFalse();
		assertThat(BEFORE.goneBy(appending("a", 5, false))).isTrue();
	}

	@Test
	void besideAnAppendOnlyFileTheSnapshotCountsToo() {
		String saves = "config_save:3600 1\nrdb_last_bgsave_status:%s\nrdb_last_save_time:";
		DiskMark before = rewriting("a", 3, false, "ok", saves.formatted("ok") + 100);
		assertThat(before.goneBy(rewriting("a", 4, false, "ok", saves.formatted("ok") + 100))).isFalse();
		assertThat(before.goneBy(rewriting("a", 4, false, "ok", saves.formatted("err") + 160))).isFalse();
		assertThat(before.goneBy(rewriting("a", 4, false, "ok", saves.formatted("ok") + 160))).isTrue();
		assertThat(rewriting("a", 3, false, "ok", "rdb_saves:0").usable()).as("where it does not say").isFalse();
	}

	@Test
	void ofOneThatWasUnderWayItIsTheNextButOne() {
		DiskMark before = appending("a", 3, true);
		assertThat(before.goneBy(appending("a", 4, false))).isFalse();
		assertThat(before.goneBy(appending("a", 5, false))).isTrue();
	}

	@Test
	void withoutAnAppendOnlyFileItIsTheNextSnapshot() {
		DiskMark before = snapshots(100, "3600 1", 0);
		assertThat(before.goneBy(snapshots(100, "3600 1", 0))).isFalse();
		assertThat(before.goneBy(snapshots(160, "3600 1", 0))).isTrue();
		assertThat(snapshots(100, "3600 1", 1).usable()).isFalse();
	}

	@Test
	void whatWritesNoFilesHasNothingToForget() {
		DiskMark mark = snapshots(100, "", 0);
		assertThat(DiskMark.allGone(List.of(mark), List.of(mark))).isTrue();
	}

	@Test
	void aProcessThatHasRestartedCountsAnew() {
		List<DiskMark> before = List.of(BEFORE, appending("b", 1, false));
		assertThat(DiskMark.comparable(before, List.of(appending("a", 9, false), appending("c", 9, false)))).isFalse();
		assertThat(DiskMark.comparable(before, List.of(appending("b", 2, false), appending("a", 4, false)))).isTrue();
		assertThat(DiskMark.allGone(before, List.of(appending("b", 1, false), appending("a", 4, false)))).isFalse();
	}

	@Test
	void aRedisThatDoesNotCountIsNotWaitedForForEver() {
		assertThat(DiskMark.of("run_id:a\naof_enabled:1\n").usable()).isFalse();
		assertThat(DiskMark.of("run_id:a\naof_enabled:1\naof_rewrites:many\n").usable()).isFalse();
		assertThat(DiskMark.comparable(List.of(), List.of())).isFalse();
	}

	private static DiskMark appending(String process, int rewrites, boolean writing) {
		return rewriting(process, rewrites, writing, "ok", "config_save:\nrdb_saves:0");
	}

	private static DiskMark rewriting(String process, int rewrites, boolean writing, String status, String snapshots) {
		return DiskMark.of(String.join("\r\n", "# Server", "run_id:" + process, "aof_enabled:1",
				"aof_rewrites:" + rewrites, "aof_rewrite_in_progress:" + (writing ? 1 : 0),
				"aof_last_bgrewrite_status:" + status, snapshots, ""));
	}

	private static DiskMark snapshots(int last, String save, int writing) {
		return DiskMark.of("run_id:a\naof_enabled:0\nrdb_last_save_time:%d\nrdb_bgsave_in_progress:%d\nconfig_save:%s\n"
			.formatted(last, writing, save));
	}

}
