package dev.agentservice.rollout;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that says whether there is more by waiting for it. An archive may consist of
 * several parts, and {@link java.util.zip.GZIPInputStream} takes a pipe that is slow for
 * one that has ended.
 */
final class PatientInputStream extends BufferedInputStream {

	PatientInputStream(InputStream in) {
		super(in);
	}

	@Override
	public synchronized int available() throws IOException {
		int available = super.available();
		if (available > 0) {
			return available;
		}
		mark(1);
		int next = read();
		reset();
		return (next < 0) ? 0 : 1;
	}

}
