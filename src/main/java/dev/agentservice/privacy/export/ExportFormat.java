package dev.agentservice.privacy.export;

import java.io.OutputStream;

/** How an export is written. */
public enum ExportFormat {

	/** One document; its schema is {@code docs/export.schema.json}. */
	JSON("application/json", "json") {
		@Override
		ExportDocument open(OutputStream out) {
			return new JsonExport(out);
		}
	},

	/** An archive of files. */
	ZIP("application/zip", "zip") {
		@Override
		ExportDocument open(OutputStream out) {
			return new ZipExport(out);
		}
	};

	private final String mediaType;

	private final String extension;

	ExportFormat(String mediaType, String extension) {
		this.mediaType = mediaType;
		this.extension = extension;
	}

	public String mediaType() {
		return this.mediaType;
	}

	/** The end of a file's name. */
	public String extension() {
		return this.extension;
	}

	abstract ExportDocument open(OutputStream out);

}
