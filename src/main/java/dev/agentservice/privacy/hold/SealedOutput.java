package dev.agentservice.privacy.hold;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Seals what is written. Without {@link #finish()} the last piece is missing, and no
 * reader takes it for whole.
 */
final class SealedOutput extends OutputStream {

	private final OutputStream out;

	private final Sealing sealing;

	private final byte[] piece = new byte[Sealing.PIECE];

	private int filled;

	private long number;

	SealedOutput(OutputStream out, Sealing sealing) {
		this.out = out;
		this.sealing = sealing;
	}

	@Override
	public void write(int one) throws IOException {
		write(new byte[] { (byte) one }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		int from = offset;
		int left = length;
		while (left > 0) {
			if (this.filled == this.piece.length) {
				seal(false);
			}
			int some = Math.min(left, this.piece.length - this.filled);
			System.arraycopy(bytes, from, this.piece, this.filled, some);
			this.filled += some;
			from += some;
			left -= some;
		}
	}

	/** Seals the last piece. */
	void finish() throws IOException {
		seal(true);
		this.out.flush();
	}

	private void seal(boolean last) throws IOException {
		this.out.write(this.sealing.seal(this.piece, this.filled, this.number, last));
		this.number++;
		this.filled = 0;
	}

}
