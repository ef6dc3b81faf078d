package dev.agentservice.privacy.hold;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The sealed copies in their directory, one file for each user. A file is there whole or
 * not at all. Every method throws {@link UncheckedIOException} if the directory cannot be
 * used: one that is missing is no empty one.
 */
@Component
class HoldFiles {

	private static final String END = ".hold";

	private static final String PART = ".part";

	/** Longer than an export takes. */
	private static final Duration FORGOTTEN = Duration.ofHours(1);

	private static final int LONGEST_HEADER = 8 * 1024;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final @Nullable Path directory;

	private final byte[] key;

	HoldFiles(HoldProperties properties) {
		this.directory = properties.holdDirectory();
		Path file = properties.holdKey();
		this.key = (file != null) ? Sealing.readKey(file) : new byte[0];
	}

	/** Whether there are holds at all. */
	boolean isOn() {
		return this.directory != null;
	}

	/** Whether there is a copy of a user, whatever it is like. */
	boolean exists(String user) {
		return !copies(user).isEmpty();
	}

	/** The ids of the copies of a user, the latest at last: there is one, or none. */
	List<String> copies(String user) {
		String begin = user + ".";
		return names().filter((name) -> name.startsWith(begin))
			.map((name) -> name.substring(begin.length(), name.length() - END.length()))
			.sorted()
			.toList();
	}

	/** What the copy of a user says about itself, if there is one. */
	Optional<HoldHeader> find(String user) {
		List<String> copies = copies(user);
		if (copies.isEmpty()) {
			return Optional.empty();
		}
		try (InputStream in = open(file(user, copies.getLast()))) {
			return Optional.of(MAPPER.readValue(header(in), HoldHeader.class));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sealed copy of a hold cannot be read", ex);
		}
	}

	/**
	 * Writes a copy of a user, beside the one before.
	 * @param content writes what is sealed; what it throws leaves everything as it was
	 * @param check is asked at last whether it still may take its place
	 */
	void write(HoldHeader header, Content content, Runnable check) {
		Path file = file(header.user(), header.copy());
		Path part = file.resolveSibling(header.user() + "." + UUID.randomUUID() + PART);
		try {
			write(part, header, content);
			check.run();
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
			sync(directory());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sealed copy of a hold cannot be written", ex);
		}
		finally {
			discard(part);
		}
	}

	private void write(Path part, HoldHeader header, Content content) throws IOException {
		byte[] line = MAPPER.writeValueAsBytes(header);
		try (FileChannel channel = create(part)) {
			OutputStream out = Channels.newOutputStream(channel);
			out.write(line);
			out.write('\n');
			SealedOutput sealed = new SealedOutput(out, Sealing.of(this.key, line));
			content.writeTo(sealed);
			sealed.finish();
			channel.force(true);
		}
	}

	/** Only the service's own user may read it. */
	private static FileChannel create(Path part) throws IOException {
		if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		}
		return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
	}

	/**
	 * Opens a copy.
	 * @throws IOException if it is not what was sealed, or the target fails
	 */
	void read(HoldHeader copy, OutputStream target) throws IOException {
		try (InputStream in = open(file(copy.user(), copy.copy()))) {
			Sealing sealing = Sealing.of(this.key, header(in));
			byte[] piece = in.readNBytes(Sealing.PIECE + Sealing.TAG);
			for (long number = 0;; number++) {
				byte[] next = in.readNBytes(Sealing.PIECE + Sealing.TAG);
				target.write(sealing.open(piece, piece.length, number, next.length == 0));
				if (next.length == 0) {
					return;
				}
				piece = next;
			}
		}
	}

	/** Deletes a copy of a user, and those before it; none that was placed later. */
	void delete(String user, String latest) {
		delete(user, (copy) -> copy.compareTo(latest) <= 0);
	}

	/** Deletes the copies that this one has replaced. */
	void deleteBefore(HoldHeader header) {
		delete(header.user(), (copy) -> copy.compareTo(header.copy()) < 0);
	}

	/** Deletes this very copy: it must not have taken its place. */
	void deleteOnly(HoldHeader header) {
		delete(header.user(), header.copy()::equals);
	}

	private void delete(String user, Predicate<String> which) {
		try {
			for (String copy : copies(user)) {
				if (which.test(copy)) {
					Files.deleteIfExists(file(user, copy));
				}
			}
			sync(directory());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sealed copy of a hold cannot be deleted", ex);
		}
	}

	/** The tags of the users of whom there is a copy. */
	List<String> users() {
		return names().map((name) -> name.substring(0, name.indexOf('.'))).distinct().sorted().toList();
	}

	private Stream<String> names() {
		try (Stream<Path> files = Files.list(directory())) {
			return files.map(HoldFiles::name).filter((name) -> name.endsWith(END)).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.hold-directory cannot be read", ex);
		}
	}

	/** Deletes what a replica that died has left half-written. */
	void tidy(Instant now) {
		try (Stream<Path> files = Files.list(directory())) {
			for (Path part : files.filter((file) -> name(file).endsWith(PART)).toList()) {
				if (Files.getLastModifiedTime(part).toInstant().plus(FORGOTTEN).isBefore(now)) {
					Files.deleteIfExists(part);
				}
			}
		}
		catch (NoSuchFileException _) {
			// Another replica has tidied up.
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.hold-directory cannot be tidied up", ex);
		}
	}

	private static InputStream open(Path file) throws IOException {
		return new BufferedInputStream(Files.newInputStream(file), Sealing.PIECE);
	}

	private Path file(String user, String copy) {
		return directory().resolve(user + "." + copy + END);
	}

	private Path directory() {
		Path configured = Objects.requireNonNull(this.directory, "There are no holds");
		if (!Files.isDirectory(configured)) {
			throw new UncheckedIOException("agent-service.privacy.hold-directory is not there",
					new NoSuchFileException("hold-directory"));
		}
		return configured;
	}

	private static byte[] header(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int one = in.read(); one != '\n'; one = in.read()) {
			if (one < 0 || line.size() >= LONGEST_HEADER) {
				throw new IOException("A sealed copy has no header");
			}
			line.write(one);
		}
		return line.toByteArray();
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}

	private static void discard(Path part) {
		try {
			Files.deleteIfExists(part);
		}
		catch (IOException _) {
			// It is tidied up later.
		}
	}

	private static void sync(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	/** What is sealed. */
	@FunctionalInterface
	interface Content {

		/** Writes it, piece by piece. */
		void writeTo(OutputStream out) throws IOException;

	}

}
