package dev.agentservice.privacy.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

import dev.agentservice.privacy.PrivacyProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The ledger's files. A replica appends to its own, and all that end in {@code .ndjson}
 * beside it are read: on a shared volume each replica has a file, since appending to one
 * file from several machines is not atomic everywhere. Thread-safe.
 */
@Component
public class LedgerFile {

	private static final Logger logger = LoggerFactory.getLogger(LedgerFile.class);

	/** So that clocks that differ make no difference. */
	private static final Duration MARGIN = Duration.ofHours(1);

	private final @Nullable Path file;

	private final Duration retention;

	private final Map<Path, Content> contents = new HashMap<>();

	private final Clock clock = Clock.systemUTC();

	LedgerFile(PrivacyProperties properties) {
		Path configured = properties.ledgerFile();
		this.file = (configured != null) ? configured.toAbsolutePath() : null;
		this.retention = properties.ledgerRetention();
	}

	/** Whether there are any; otherwise only the log has the ledger. */
	public boolean isConfigured() {
		return this.file != null;
	}

	/**
	 * Appends an entry, if there are files.
	 * @throws UncheckedIOException if it is not certainly in the file
	 */
	public synchronized void append(LedgerEntry entry) {
		if (this.file != null) {
			write(this.file, entry.line() + "\n");
		}
	}

	/**
	 * All entries that Redis should still have, each once, in the order of the files. A
	 * torn line is none: what could not be written whole was not deleted.
	 * @throws UncheckedIOException if a file cannot be read
	 */
	public synchronized List<LedgerEntry> entries() {
		if (this.file == null) {
			return List.of();
		}
		Instant oldest = this.clock.instant().minus(this.retention).plus(MARGIN);
		Map<String, LedgerEntry> entries = new LinkedHashMap<>();
		try {
			for (Path path : paths(this.file)) {
				for (LedgerEntry entry : read(path)) {
					if (entry.at().isAfter(oldest)) {
						entries.merge(entry.member(), entry, LedgerFile::fuller);
					}
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw new UncheckedIOException("agent-service.privacy.ledger-file cannot be read", ex.getCause());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.ledger-file cannot be read", ex);
		}
		return List.copyOf(entries.values());
	}

	/** One that was put down later, from what Redis has, knows less. */
	private static LedgerEntry fuller(LedgerEntry one, LedgerEntry other) {
		return (one.isDerived() || (other.block() && !one.block())) ? other : one;
	}

	private static Iterable<Path> paths(Path file) throws IOException {
		TreeSet<Path> paths = new TreeSet<>();
		if (Files.exists(file)) {
			paths.add(file);
		}
		try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder(file), "*.ndjson")) {
			beside.forEach(paths::add);
		}
		return paths;
	}

	private List<LedgerEntry> read(Path path) throws IOException {
		FileTime changed = Files.getLastModifiedTime(path);
		long size = Files.size(path);
		Content known = this.contents.get(path);
		if (known == null || known.size() != size || !known.changed().equals(changed)) {
			known = new Content(size, changed, parse(path));
			this.contents.put(path, known);
		}
		return known.entries();
	}

	private static List<LedgerEntry> parse(Path path) throws IOException {
		List<String> lines = new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank())
			.toList();
		List<LedgerEntry> entries = lines.stream().map(LedgerEntry::parse).flatMap(Optional::stream).toList();
		if (entries.size() < lines.size()) {
			logger.atWarn()
				.addKeyValue("file", path.getFileName())
				.addKeyValue("lines", lines.size() - entries.size())
				.log("Lines of the ledger are no entries: they were torn before anything was deleted, or damaged later");
		}
		return entries;
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
				sync(folder(file));
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

	private static Path folder(Path file) {
		return Objects.requireNonNull(file.getParent());
	}

	/**
	 * What a file held when it was read last.
	 *
	 * @param size in bytes
	 * @param changed when it was
	 * @param entries its lines
	 */
	private record Content(long size, FileTime changed, List<LedgerEntry> entries) {

	}

}
