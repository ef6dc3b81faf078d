package dev.agentservice.privacy.hold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Whether this replica sees the directory that the others see. A mount point without its
 * volume is an empty directory: without this, what lies in the right one would count as
 * deleted.
 */
@Component
class HoldDirectory {

	/** The file that says which directory it is. */
	static final String MARKER = "directory.id";

	private static final List<String> KEYS = List.of("as:{e}:holds:directory");

	private static final LuaScript<List<@Nullable Object>> KNOWN = LuaScript.list("privacy/hold-directory");

	private final @Nullable Path directory;

	private final RedisStore redis;

	HoldDirectory(HoldProperties properties, RedisStore redis) {
		this.directory = properties.holdDirectory();
		this.redis = redis;
	}

	/**
	 * Demands the directory, where there is one at all.
	 * @throws UncheckedIOException if it is missing, or another one
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	void demand() {
		if (this.directory == null) {
			return;
		}
		try {
			Path marker = this.directory.resolve(MARKER);
			String id = read(marker);
			String known = known(id);
			if (known.isEmpty()) {
				Files.writeString(marker, Ulid.next(Clock.systemUTC()), StandardOpenOption.CREATE_NEW);
				id = read(marker);
				known = known(id);
			}
			if (!known.equals(id)) {
				throw new IOException("Its file " + MARKER + " does not say " + known);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.hold-directory is not the one that holds lie in", ex);
		}
	}

	private String known(String id) {
		List<@Nullable Object> reply = this.redis.run(KNOWN, KEYS, List.of(id));
		return reply.isEmpty() ? "" : (String) Objects.requireNonNull(reply.getFirst());
	}

	private static String read(Path marker) throws IOException {
		try {
			return Files.readString(marker, StandardCharsets.UTF_8).strip();
		}
		catch (NoSuchFileException _) {
			return "";
		}
	}

}
