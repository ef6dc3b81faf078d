package dev.agentservice.support.platform;

import java.io.IOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last bytes of an answer in the buffer until the request is over: with the
 * last byte the platform may freeze the process. A stream of events is sent piece by
 * piece all the same; its end is an empty chunk, which comes last in any case.
 */
final class HeldAnswer extends HttpServletResponseWrapper {

	private @Nullable ServletOutputStream held;

	HeldAnswer(HttpServletResponse response) {
		super(response);
	}

	@Override
	public void flushBuffer() throws IOException {
		if (isStream()) {
			super.flushBuffer();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		ServletOutputStream known = this.held;
		if (known == null) {
			known = new HeldStream(super.getOutputStream());
			this.held = known;
		}
		return known;
	}

	private boolean isStream() {
		String type = getContentType();
		return type != null && type.startsWith("text/event-stream");
	}

	/** Passes all on but the wish to send what there is. */
	private final class HeldStream extends ServletOutputStream {

		private final ServletOutputStream target;

		HeldStream(ServletOutputStream target) {
			this.target = target;
		}

		@Override
		public void write(int b) throws IOException {
			this.target.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.target.write(bytes, offset, length);
		}

		@Override
		public void flush() throws IOException {
			if (isStream()) {
				this.target.flush();
			}
		}

		/** The container does it, after the request. */
		@Override
		public void close() throws IOException {
			flush();
		}

		@Override
		public boolean isReady() {
			return this.target.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.target.setWriteListener(listener);
		}

	}

}
