package dev.agentservice.privacy.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An export as one document: an object with a member for each section, which is an array
 * of its pieces. {@code "complete": true} is its last member.
 */
final class JsonExport implements ExportDocument {

	private final OutputStream out;

	private final Sections sections = new Sections();

	JsonExport(OutputStream out) {
		this.out = out;
	}

	@Override
	public void begin(String head, String readme) {
		write(head.substring(0, head.length() - 1));
	}

	@Override
	public void add(String section, String name, String json) {
		boolean others = this.sections.any();
		if (this.sections.begins(section)) {
			write((others ? "]" : "") + ",\n\"" + section + "\":[\n");
		}
		else {
			write(",\n");
		}
		write(json);
	}

	@Override
	public void finish() {
		write((this.sections.any() ? "]" : "") + ",\n\"complete\":true}\n");
	}

	private void write(String text) {
		try {
			this.out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
