package dev.agentservice.privacy.hold;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Sealed copies in their directory.
 */
class HoldFilesTests {

	private static final String USER = "3f0c9a5be1d24470a6f2b8c1d5e07a93";

	private static final int SEALED = Sealing.PIECE + Sealing.TAG;

	@TempDir
	Path directory;

	@TempDir
	Path secrets;

	private final String copy = HoldHeader.newCopy();

	private HoldFiles files;

	@BeforeEach
	void make() throws IOException {
		this.files = new HoldFiles(new HoldProperties(this.directory, key("k", (byte) 7)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, Sealing.PIECE - 1, Sealing.PIECE, Sealing.PIECE + 1, 5 * Sealing.PIECE })
	void whatWasSealedIsOpenedWhateverItsLength(int length) throws IOException {
		byte[] content = content(length);
		this.files.write(header("why"), (out) -> out.write(content), () -> {
		});
		assertThat(read(this.files)).isEqualTo(content);
		assertThat(this.files.find(USER).orElseThrow().reason()).isEqualTo("why");
	}

	@Test
	void aCopyIsSealedAndForTheServicesOwnUserAlone() throws IOException {
		write("PLANTED");
		assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("PLANTED");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
	}

	@Test
	void aCopyThatWasCutReorderedOrChangedDoesNotOpen() throws IOException {
		this.files.write(header("why"), (out) -> out.write(content(3 * Sealing.PIECE + 5)), () -> {
		});
		byte[] whole = Files.readAllBytes(file());
		int body = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
		for (int pieces = 0; pieces <= 3; pieces++) {
			assertRefused(Arrays.copyOf(whole, body + pieces * SEALED));
		}
		byte[] swapped = whole.clone();
		System.arraycopy(whole, body, swapped, body + SEALED, SEALED);
		System.arraycopy(whole, body + SEALED, swapped, body, SEALED);
		assertRefused(swapped);
		byte[] withoutOne = Arrays.copyOf(whole, whole.length - SEALED);
		System.arraycopy(whole, body + SEALED, withoutOne, body, whole.length - body - SEALED);
		assertRefused(withoutOne);
		byte[] later = whole.clone();
		int until = new String(whole, StandardCharsets.ISO_8859_1).indexOf("2036");
		later[until + 3] = '7';
		assertRefused(later);
		byte[] longer = Arrays.copyOf(whole, whole.length + 1);
		assertRefused(longer);
		Files.write(file(), whole);
		assertThat(read(this.files)).hasSize(3 * Sealing.PIECE + 5);
	}

	@Test
	void aCopyOpensWithItsOwnKeyAlone() throws IOException {
		write("secret");
		HoldFiles other = new HoldFiles(new HoldProperties(this.directory, key("other", (byte) 8)));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(other)).withMessageContaining("another key");
	}

	@Test
	void whatFailsLeavesTheCopyBeforeAndNothingElse() throws IOException {
		write("first");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.files.write(header("full"), (out) -> {
				out.write(content(3 * Sealing.PIECE));
				throw new IOException("No space left on device");
			}, () -> {
			}));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.files.write(header("late"), (out) -> out.write(1), () -> {
				throw new IllegalStateException("too late");
			}));
		assertThat(new String(read(this.files), StandardCharsets.UTF_8)).isEqualTo("first");
		assertThat(names()).containsExactly(file().getFileName().toString());
	}

	@Test
	void aCopyIsDeletedByItsOwnNameAndNoneThatWasPlacedLater() {
		write("first");
		HoldHeader before = this.files.find(USER).orElseThrow();
		HoldHeader next = new HoldHeader(HoldHeader.VERSION, "hld_1", USER, "acme", "key", "0a", "again",
				before.placedAt(), before.until(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
		this.files.write(next, (out) -> this.files.read(before, out), () -> {
		});
		assertThat(this.files.copies(USER)).hasSize(2);
		this.files.delete(USER, before.copy());
		assertThat(this.files.find(USER)).hasValue(next);
		this.files.deleteBefore(next);
		assertThat(this.files.users()).containsExactly(USER);
		this.files.deleteOnly(next);
		assertThat(this.files.exists(USER)).isFalse();
	}

	@Test
	void whatAReplicaThatDiedHasLeftIsTidiedUpButNothingYounger() throws IOException {
		Path old = Files.writeString(this.directory.resolve("a.part"), "x");
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
		Files.writeString(this.directory.resolve("b.part"), "x");
		write("copy");
		this.files.tidy(Instant.now());
		assertThat(names()).containsExactly(file().getFileName().toString(), "b.part");
		this.files.delete(USER, this.copy);
		this.files.delete(USER, this.copy);
		assertThat(this.files.users()).isEmpty();
	}

	@Test
	void aDirectoryThatIsMissingIsNoEmptyOne() throws IOException {
		HoldFiles unmounted = new HoldFiles(new HoldProperties(this.directory.resolve("absent"), key("k", (byte) 7)));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> unmounted.find(USER));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(unmounted::users);
	}

	@Test
	void aKeyThatIsNoneStopsTheStartAndIsNotShown() throws IOException {
		Path bad = Files.writeString(this.secrets.resolve("bad"), "c2hvcnQ=");
		assertThatIllegalArgumentException().isThrownBy(() -> new HoldFiles(new HoldProperties(this.directory, bad)))
			.withMessageContaining("hold-key")
			.withMessageNotContaining("c2hvcnQ");
		assertThatIllegalArgumentException().isThrownBy(() -> new HoldProperties(this.directory, null))
			.withMessageContaining("need each other");
	}

	private void assertRefused(byte[] bytes) throws IOException {
		Files.write(file(), bytes);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(this.files));
	}

	private void write(String text) {
		this.files.write(header("why"), (out) -> out.write(text.getBytes(StandardCharsets.UTF_8)), () -> {
		});
	}

	private byte[] read(HoldFiles from) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		from.read(header("any"), out);
		return out.toByteArray();
	}

	private Path file() {
		return this.directory.resolve(USER + "." + this.copy + ".hold");
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> String.valueOf(file.getFileName())).sorted().toList();
		}
	}

	private Path key(String name, byte fill) throws IOException {
		byte[] key = new byte[32];
		Arrays.fill(key, fill);
		return Files.writeString(this.secrets.resolve(name), Base64.getEncoder().encodeToString(key) + "\n");
	}

	private HoldHeader header(String reason) {
		return new HoldHeader(HoldHeader.VERSION, "hld_1", USER, "acme", "key", "0a", reason,
				Instant.parse("2026-11-23T09:30:00Z"), Instant.parse("2036-11-23T09:30:00Z"), this.copy);
	}

	private static byte[] content(int length) {
		byte[] content = new byte[length];
		new Random(length).nextBytes(content);
		return content;
	}

}
