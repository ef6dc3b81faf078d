package dev.agentservice.rollout.sample.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Lines of bytes, of a bounded length.
 */
final class LineReader {

	/** A header with 100,000 series has some 10 MB. */
	private static final int LONGEST = 32 * 1024 * 1024;

	private final InputStream in;

	private final byte[] chunk = new byte[64 * 1024];

	private int position;

	private int limit;

	private byte[] line = new byte[64 * 1024];

	private int length;

	private long number;

	private boolean open;

	private boolean cut;

	LineReader(InputStream in) {
		this.in = in;
	}

	/**
	 * Reads the next line.
	 * @return whether there is one
	 * @throws InvalidReplayException if it is too long
	 */
	boolean next() throws IOException {
		this.length = 0;
		this.open = false;
		this.number++;
		while (this.position < this.limit || fill()) {
			int end = this.position;
			while (end < this.limit && this.chunk[end] != '\n') {
				end++;
			}
			append(end);
			this.position = end + 1;
			if (end < this.limit) {
				return true;
			}
		}
		this.open = this.length > 0;
		return this.open;
	}

	private boolean fill() throws IOException {
		this.position = 0;
		try {
			this.limit = Math.max(0, this.in.read(this.chunk));
		}
		catch (EOFException _) {
			// What is packed ends too early.
			this.limit = 0;
			this.cut = true;
		}
		return this.limit > 0;
	}

	/** Whether the line is the last one and does not end, so that some may be missing. */
	boolean isOpen() {
		return this.open;
	}

	/** Whether what was read ends in the middle. */
	boolean isCut() {
		return this.cut;
	}

	/** Notes that the line is only the beginning of one. */
	void cut() {
		this.cut = true;
	}

	private void append(int end) {
		int more = end - this.position;
		if (this.length + more > LONGEST) {
			throw new InvalidReplayException(this.number, "the line is longer than 32 MiB");
		}
		if (this.length + more > this.line.length) {
			this.line = Arrays.copyOf(this.line, Math.max(this.length + more, 2 * this.line.length));
		}
		System.arraycopy(this.chunk, this.position, this.line, this.length, more);
		this.length += more;
	}

	/**
	 * Drops what is before a text that is not at the beginning.
	 * @return whether it is there
	 */
	boolean skipTo(byte[] text) {
		for (int i = 1; i <= this.length - text.length; i++) {
			if (Arrays.equals(this.line, i, i + text.length, text, 0, text.length)) {
				this.length -= i;
				System.arraycopy(this.line, i, this.line, 0, this.length);
				return true;
			}
		}
		return false;
	}

	/** The bytes of the line are the first of these. */
	byte[] bytes() {
		return this.line;
	}

	/** How many bytes the line has. */
	int length() {
		return this.length;
	}

	/** The number of the line, from 1. */
	long number() {
		return this.number;
	}

	boolean isBlank() {
		return IntStream.range(0, this.length).noneMatch((i) -> this.line[i] > ' ');
	}

}
