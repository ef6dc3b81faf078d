package dev.agentservice.privacy.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * An export as an archive: {@code README.md} and {@code about.json}, a file for each
 * session, a line for each run, and a file for each other section. Without its directory,
 * which comes last, no program opens it. The files of sessions are numbered, because many
 * file systems take {@code Ada.json} and {@code ada.json} for one file, and some have
 * names of their own.
 */
final class ZipExport implements ExportDocument {

	/** Sections whose pieces are read one by one. */
	private static final Set<String> FILES = Set.of("sessions");

	private static final Set<String> LINES = Set.of("runs");

	private final Archive zip;

	private final Sections sections = new Sections();

	/** How many files of pieces there are so far. */
	private int files;

	/** What ends the file that is open, or null if none is. */
	private @Nullable String end;

	ZipExport(OutputStream out) {
		this.zip = new Archive(out);
	}

	@Override
	public void begin(String head, String readme) {
		file("README.md", readme, "");
		file("about.json", head, "\n");
	}

	@Override
	public void add(String section, String name, String json) {
		boolean begins = this.sections.begins(section);
		if (FILES.contains(section)) {
			this.files++;
			String safe = URLEncoder.encode(name, StandardCharsets.UTF_8);
			file("%s/%04d-%s.json".formatted(section, this.files, safe), json, "\n");
		}
		else if (LINES.contains(section)) {
			// JSON may hold line breaks between its tokens only.
			String line = json.replace("\r", "").replace("\n", "");
			more(begins, section + ".ndjson", line, "\n", "\n");
		}
		else {
			more(begins, section + ".json", (begins ? "[" : "") + json, ",\n", "]\n");
		}
	}

	private void more(boolean begins, String file, String text, String between, String last) {
		if (begins) {
			file(file, text, last);
		}
		else {
			write(between + text);
		}
	}

	@Override
	public void finish() {
		try {
			closeFile();
			this.zip.finish();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.zip.release();
	}

	private void file(String name, String text, String last) {
		try {
			closeFile();
			this.zip.putNextEntry(new ZipEntry(name));
			this.end = last;
			write(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void closeFile() throws IOException {
		if (this.end != null) {
			write(this.end);
			this.zip.closeEntry();
			this.end = null;
		}
	}

	private void write(String text) {
		try {
			this.zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Its native memory is let go without anything being written. */
	private static final class Archive extends ZipOutputStream {

		Archive(OutputStream out) {
			super(out);
		}

		void release() {
			this.def.end();
		}

	}

}
