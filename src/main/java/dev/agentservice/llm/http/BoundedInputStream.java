package dev.agentservice.llm.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Fails where a body is longer than allowed, so that no provider can fill the memory.
 */
final class BoundedInputStream extends FilterInputStream {

	private long left;

	BoundedInputStream(InputStream in, long limit) {
		super(in);
		this.left = limit;
	}

	@Override
	public int read() throws IOException {
		int value = super.read();
		if (value >= 0) {
			count(1);
		}
		return value;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int read = super.read(buffer, offset, length);
		if (read > 0) {
			count(read);
		}
		return read;
	}

	private void count(int read) throws IOException {
		this.left -= read;
		if (this.left < 0) {
			throw new MessageConstraintException("the provider's answer is too long");
		}
	}

}
