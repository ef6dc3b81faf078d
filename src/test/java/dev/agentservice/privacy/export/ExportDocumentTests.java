package dev.agentservice.privacy.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What goes into an export comes out of it, and what is cut is no export.
 */
@BesideOthers
class ExportDocumentTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final String HEAD = "{\"v\":1}";

	private static final List<String> SECTIONS = List.of("profile", "sessions", "runs", "usage");

	@TempDir
	private Path directory;

	@RepeatedTest(50)
	void whatGoesInComesOut(RepetitionInfo repetition) throws IOException {
		Map<String, Map<String, JsonNode>> data = data(new Random(repetition.getCurrentRepetition()));
		JsonNode document = MAPPER.readTree(written(ExportFormat.JSON, data, true));
		Map<String, String> files = unzipped(written(ExportFormat.ZIP, data, true));
		assertThat(document.path("complete").booleanValue()).isTrue();
		assertThat(files.remove("README.md")).isEqualTo("Read me.");
		assertThat(MAPPER.readTree(files.remove("about.json"))).isEqualTo(MAPPER.readTree(HEAD));
		data.forEach((section, pieces) -> {
			assertThat(document.path(section).valueStream()).containsExactlyElementsOf(pieces.values());
			assertThat(pieces(files, section)).containsExactlyInAnyOrderElementsOf(pieces.values());
		});
		assertThat(document.size()).isEqualTo(2 + data.size());
		assertThat(files).isEmpty();
	}

	/** Takes the files of a section away. */
	private static List<JsonNode> pieces(Map<String, String> files, String section) {
		List<JsonNode> found = new ArrayList<>();
		files.entrySet().removeIf((file) -> {
			String name = file.getKey();
			if (name.equals(section + ".ndjson")) {
				file.getValue().lines().map(MAPPER::readTree).forEach(found::add);
			}
			else if (name.equals(section + ".json")) {
				MAPPER.readTree(file.getValue()).forEach(found::add);
			}
			else if (name.startsWith(section + "/")) {
				found.add(MAPPER.readTree(file.getValue()));
			}
			else {
				return false;
			}
			return true;
		});
		return found;
	}

	@Test
	void aDocumentThatIsCutAnywhereIsNone() {
		byte[] whole = written(ExportFormat.JSON, data(new Random(1)), true);
		int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().getBytes(StandardCharsets.UTF_8).length;
		for (int length = 1; length < end; length++) {
			byte[] cut = Arrays.copyOf(whole, length);
			assertThatExceptionOfType(JacksonException.class).as("after %s", length)
				.isThrownBy(() -> MAPPER.readTree(cut));
		}
		byte[] unended = written(ExportFormat.JSON, data(new Random(1)), false);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> MAPPER.readTree(unended));
	}

	@Test
	void anArchiveThatIsCutAnywhereDoesNotOpen() throws IOException {
		byte[] whole = written(ExportFormat.ZIP, data(new Random(1)), true);
		for (int length = 1; length < whole.length; length += 37) {
			assertDoesNotOpen(Arrays.copyOf(whole, length));
		}
		assertDoesNotOpen(written(ExportFormat.ZIP, data(new Random(1)), false));
	}

	private void assertDoesNotOpen(byte[] cut) throws IOException {
		Path file = Files.write(this.directory.resolve("cut.zip"), cut);
		assertThatExceptionOfType(ZipException.class).isThrownBy(() -> new ZipFile(file.toFile()).close());
	}

	@Test
	void namesOfFilesLeadNowhereElse() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ExportDocument document = ExportFormat.ZIP.open(out);
		document.begin(HEAD, "Read me.");
		document.add("sessions", "../../etc/passwd", "{}");
		document.finish();
		assertThat(unzipped(out.toByteArray())).containsKey("sessions/0001-..%2F..%2Fetc%2Fpasswd.json");
	}

	@Test
	void noFileReplacesAnotherWhereLettersAreAlike() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ExportDocument document = ExportFormat.ZIP.open(out)) {
			document.begin(HEAD, "Read me.");
			document.add("sessions", "Ada", "1");
			document.add("sessions", "ada", "2");
			document.add("sessions", "nul", "3");
			document.finish();
		}
		assertThat(unzipped(out.toByteArray()).keySet()).map((name) -> name.toLowerCase(Locale.ROOT))
			.contains("sessions/0001-ada.json", "sessions/0002-ada.json", "sessions/0003-nul.json");
	}

	@Test
	void whatIsReadTooSlowlyIsCut() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new TimedOutput(out, Deadline.after(Duration.ofHours(1))).write(new byte[] { 1, 2 });
		assertThat(out.size()).isEqualTo(2);
		ExportDocument document = ExportFormat.JSON.open(new TimedOutput(out, Deadline.after(Duration.ZERO)));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> document.begin(HEAD, ""));
	}

	@Test
	void whatIsLetGoWritesNothing() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ExportDocument document = ExportFormat.ZIP.open(out);
		document.begin(HEAD, "Read me.");
		int written = out.size();
		document.close();
		assertThat(out.size()).isEqualTo(written);
	}

	@Test
	void aSectionThatComesTwiceIsADefect() {
		ExportDocument document = ExportFormat.JSON.open(new ByteArrayOutputStream());
		document.begin(HEAD, "");
		document.add("runs", "1", "{}");
		document.add("usage", "1", "{}");
		assertThatIllegalStateException().isThrownBy(() -> document.add("runs", "2", "{}"));
	}

	private static Map<String, Map<String, JsonNode>> data(Random random) {
		Map<String, Map<String, JsonNode>> data = new LinkedHashMap<>();
		for (String section : SECTIONS) {
			Map<String, JsonNode> pieces = new LinkedHashMap<>();
			for (int i = random.nextInt(4); i > 0; i--) {
				pieces.put("n" + i, MAPPER.createObjectNode().put("text", text(random)).put("n", random.nextInt()));
			}
			if (!pieces.isEmpty()) {
				data.put(section, pieces);
			}
		}
		return data;
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		random.ints(random.nextInt(30), 0, 0x2FFF)
			.filter((c) -> Character.isDefined(c) && !Character.isSurrogate((char) c))
			.forEach(text::appendCodePoint);
		return text.append("\"],}\n").toString();
	}

	private static byte[] written(ExportFormat format, Map<String, Map<String, JsonNode>> data, boolean whole) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ExportDocument document = format.open(out);
		document.begin(HEAD, "Read me.");
		data.forEach((section, pieces) -> pieces
			.forEach((name, piece) -> document.add(section, name, piece.toPrettyString())));
		if (whole) {
			document.finish();
		}
		return out.toByteArray();
	}

	private static Map<String, String> unzipped(byte[] archive) throws IOException {
		Map<String, String> files = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		return files;
	}

}
