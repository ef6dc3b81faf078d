package dev.agentservice.rollout.sample.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.agentservice.rollout.sample.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Reads recordings, one run after the other: lines of JSON in the format
 * {@code agent-service-replay/1}, which {@code docs/rollout.md} describes. One run is in
 * memory at a time.
 */
public final class ReplayReader {

	private final LineReader lines;

	private final ReplayLine line = new ReplayLine();

	/** What a header begins with. */
	private static final byte[] HEADER = "{\"format\"".getBytes(StandardCharsets.US_ASCII);

	private final HeaderParser headers = new HeaderParser();

	/** The line that was read last is the header of a run that nobody has asked for. */
	private boolean headerWaits;

	/** Reads from a stream, which stays open. */
	public ReplayReader(InputStream in) {
		this.lines = new LineReader(in);
	}

	/**
	 * Reads the next run. One without its end is cut: the last one, or one that the
	 * header of the next follows.
	 * @return nothing if there is none
	 * @throws InvalidReplayException if a line is not what it should be
	 */
	public @Nullable Recording next() throws IOException {
		try {
			return read();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReplayException(this.lines.number(), String.valueOf(ex.getMessage()));
		}
	}

	private @Nullable Recording read() throws IOException {
		Recording recording = null;
		while (this.headerWaits || nextLine(recording != null)) {
			if (this.line.isHeader() && recording != null) {
				this.headerWaits = true;
				return recording;
			}
			if (this.line.isHeader()) {
				recording = begin();
			}
			else if (recording == null) {
				throw new IllegalArgumentException("a header (\"format\", …) is missing before it");
			}
			else if (this.line.isEnd()) {
				recording.end(this.line.end());
				return recording;
			}
			else {
				this.line.addTo(recording);
			}
		}
		return recording;
	}

	/** Whether it ends in the middle of a line, or of what is packed. */
	public boolean isCut() {
		return this.lines.isCut();
	}

	/** The number of the line that was read last. */
	public long lineNumber() {
		return this.lines.number();
	}

	private Recording begin() {
		this.headerWaits = false;
		Recording recording = new Recording(this.headers.parse(this.lines.bytes(), this.lines.length()));
		this.line.expect(recording.header().series().size());
		return recording;
	}

	/**
	 * Reads the next line. The last one may be cut, if it is not the only one; and one
	 * within a run, by the header that follows it in the same line.
	 */
	private boolean nextLine(boolean within) throws IOException {
		boolean begun = this.lines.number() > 0;
		boolean found = this.lines.next();
		while (found && this.lines.isBlank()) {
			found = this.lines.next();
		}
		if (found && this.lines.isOpen() && (begun || this.lines.isCut())
				&& !this.line.isWhole(this.lines.bytes(), this.lines.length())) {
			this.lines.cut();
			return false;
		}
		if (found) {
			try {
				this.line.read(this.lines.bytes(), this.lines.length());
			}
			catch (IllegalArgumentException ex) {
				if (!within || !this.lines.skipTo(HEADER)) {
					throw ex;
				}
				readAgain();
			}
		}
		return found;
	}

	private void readAgain() {
		this.line.read(this.lines.bytes(), this.lines.length());
		if (!this.line.isHeader()) {
			throw new IllegalArgumentException("it is neither whole nor cut by a header");
		}
	}

}
