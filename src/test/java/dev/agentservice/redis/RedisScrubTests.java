package dev.agentservice.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code scripts/redis-scrub}, with a user that has the documented rights and no others.
 */
@Tag("process")
@RequiresCommand("redis-cli --version")
@BesideOthers
class RedisScrubTests {

	private static final String PLANTED = "the-lighthouse-keeper-s-secret";

	@TempDir
	private Path directory;

	private @Nullable RedisServer redis;

	@AfterEach
	void stop() {
		if (this.redis != null) {
			this.redis.close();
		}
	}

	@Test
	void whatWasDeletedIsGoneFromTheFileAndFromTheSlowLog() throws Exception {
		start("--appendonly", "yes");
		assertThat(onDisk()).as("deleted is not gone from disk").contains(PLANTED);
		assertThat(scrub("--node", node()))
			.isEqualTo("0 " + node() + ": append-only file rewritten, snapshot written anew, slow log emptied");
		assertThat(onDisk()).doesNotContain(PLANTED);
		assertThat(redis().slowLog()).noneMatch((entry) -> entry.contains(PLANTED));
	}

	@Test
	void aSnapshotIsWrittenAnew() throws Exception {
		start("--dbfilename", "dump.rdb");
		RedisAdmin.call(redis().port(),
				(admin) -> admin.set("as:{u}:again", PLANTED) + admin.save() + admin.del("as:{u}:again"));
		assertThat(onDisk()).contains(PLANTED);
		assertThat(scrub("--node", node())).isEqualTo("0 " + node() + ": snapshot written anew, slow log emptied");
		assertThat(onDisk()).doesNotContain(PLANTED);
	}

	@Test
	void aSnapshotOfAnEarlierLifeIsWrittenAnew() throws Exception {
		aSnapshotIsLeftBehind();
		start("--dbfilename", "dump.rdb");
		RedisAdmin.call(redis().port(), (admin) -> admin.del("as:{u}:again"));
		assertThat(onDisk()).contains(PLANTED);
		assertThat(scrub("--node", node())).isEqualTo("0 " + node() + ": snapshot written anew, slow log emptied");
		assertThat(onDisk()).doesNotContain(PLANTED);
	}

	@Test
	void aSnapshotBesideAnAppendOnlyFileIsWrittenAnew() throws Exception {
		aSnapshotIsLeftBehind();
		start("--appendonly", "yes", "--dbfilename", "dump.rdb");
		RedisAdmin.call(redis().port(), (admin) -> admin.del("as:{u}:again"));
		assertThat(scrub("--node", node())).startsWith("0 ");
		assertThat(onDisk()).doesNotContain(PLANTED);
	}

	private void aSnapshotIsLeftBehind() {
		start("--dbfilename", "dump.rdb");
		RedisAdmin.call(redis().port(), (admin) -> admin.set("as:{u}:again", PLANTED) + admin.save());
		redis().close();
	}

	@Test
	void whoKnowsThatThereIsNoSnapshotGetsNone() throws Exception {
		start();
		assertThat(scrub("--no-rdb", "--node", node())).isEqualTo("0 " + node() + ": slow log emptied");
		assertThat(Files.exists(this.directory.resolve("dump.rdb"))).isFalse();
	}

	@Test
	void oneNodeThatCannotBeScrubbedDoesNotSaveTheOthers() throws Exception {
		start("--appendonly", "yes");
		assertThat(scrub("--node", "127.0.0.1:1", "--node", node())).startsWith("1 127.0.0.1:1: INFO:")
			.endsWith(node() + ": append-only file rewritten, snapshot written anew, slow log emptied");
		assertThat(onDisk()).doesNotContain(PLANTED);
	}

	@Test
	void aWrongRequestSaysWhatIsMissing() throws Exception {
		assertThat(scrub()).isEqualTo("2 --node is missing; try --help");
		assertThat(scrub("--node", "redis")).isEqualTo("2 --node redis has to be HOST:PORT; try --help");
		assertThat(scrub("--timeout", "1m", "--node", "redis:1")).startsWith("2 --timeout has to be");
		assertThat(scrub("--help")).startsWith("0 Usage: scripts/redis-scrub");
	}

	private void start(String... options) {
		List<String> all = new ArrayList<>(List.of(options));
		all.addAll(List.of("--dir", this.directory.toString()));
		this.redis = RedisServer.start(all.toArray(String[]::new));
		redis().logEverything();
		RedisAdmin.call(redis().port(), (admin) -> admin.set("as:{u}:run", PLANTED) + admin.del("as:{u}:run"));
		RedisAdmin.call(redis().port(),
				(admin) -> admin.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8),
						new CommandArgs<>(StringCodec.UTF8).add("SETUSER")
							.add("scrub")
							.add("on")
							.add(">secret")
							.add("resetkeys")
							.add("resetchannels")
							.add("-@all")
							.add("+ping")
							.add("+info")
							.add("+bgrewriteaof")
							.add("+bgsave")
							.add("+slowlog|reset")));
	}

	private RedisServer redis() {
		return Objects.requireNonNull(this.redis);
	}

	private String node() {
		return "127.0.0.1:" + redis().port();
	}

	private String scrub(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("scripts/redis-scrub", "--user", "scrub"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("REDISCLI_AUTH", "secret");
		Process process = builder.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		return process.waitFor() + " " + said;
	}

	/** All that is in the files of the server. */
	private String onDisk() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			StringBuilder all = new StringBuilder();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
			}
			return all.toString();
		}
	}

}
