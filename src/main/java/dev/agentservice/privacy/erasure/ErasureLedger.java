package dev.agentservice.privacy.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The list of all erasures, by tags, that outlives Redis: in a file, and in the log. By
 * it they are done again when an older backup is restored. An entry may stand there
 * twice. As a store it names what erasures themselves keep.
 */
@Component
class ErasureLedger implements PersonalDataStore {

	/** Where the log has them, whatever it makes of other lines. */
	private static final Logger ledger = LoggerFactory.getLogger("erasures");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final @Nullable Path file;

	private final Duration retention;

	private final Clock clock = Clock.systemUTC();

	ErasureLedger(PrivacyProperties properties) {
		this.file = properties.ledgerFile();
		this.retention = properties.ledgerRetention();
	}

	@Override
	public String name() {
		return "privacy";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("erasures and their receipts, under tags",
				"proving them, and doing them again when a backup is restored", this.retention, "the erasure",
				Keeping.Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		return new Slice.Done(0, 0, List.of(new Kept("this erasure and its receipt, under the tag",
				"proof, and doing it again when a backup is restored", this.clock.instant().plus(this.retention))));
	}

	/**
	 * Records an erasure.
	 * @throws UncheckedIOException if it is not certainly in the file
	 */
	synchronized void append(StoredErasure erasure) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("seq", erasure.seq());
		entry.put("user", erasure.erasure().request().user());
		entry.put("tenant", erasure.erasure().request().tenant());
		entry.put("at", erasure.at().toString());
		if (this.file != null) {
			write(this.file, MAPPER.writeValueAsString(entry) + "\n");
		}
		ledger.atInfo()
			.addKeyValue("seq", erasure.seq())
			.addKeyValue("user", erasure.erasure().request().user())
			.addKeyValue("tenant", erasure.erasure().request().tenant())
			.addKeyValue("at", erasure.at())
			.log("A user's data are erased");
	}

	/**
	 * A line that was torn, because the disk was full or the process died, is ended
	 * first: a reader skips what is no JSON, and only that.
	 */
	private static void write(Path file, String line) {
		boolean first = Files.notExists(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			ByteBuffer bytes = ByteBuffer.wrap(((isTorn(file) ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
			if (first) {
				sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.ledger-file cannot be written", ex);
		}
	}

	private static boolean isTorn(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			ByteBuffer last = ByteBuffer.allocate(1);
			return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
		}
	}

	/** Without it a crash of the machine may forget that there is such a file. */
	private static void sync(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

}
