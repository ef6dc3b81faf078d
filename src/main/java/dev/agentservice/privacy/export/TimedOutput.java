package dev.agentservice.privacy.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import dev.agentservice.support.Deadline;

/**
 * Takes nothing any more when its time is up, however little its reader takes at once.
 */
final class TimedOutput extends FilterOutputStream {

	private final Deadline deadline;

	TimedOutput(OutputStream out, Deadline deadline) {
		super(out);
		this.deadline = deadline;
	}

	@Override
	public void write(int piece) throws IOException {
		demandTime();
		this.out.write(piece);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		demandTime();
		this.out.write(bytes, offset, length);
	}

	private void demandTime() throws IOException {
		if (this.deadline.passed()) {
			throw new IOException("The export has taken too long");
		}
	}

}
