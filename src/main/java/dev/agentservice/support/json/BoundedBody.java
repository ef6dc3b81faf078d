package dev.agentservice.support.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;

/**
 * Reads the bytes of a request's body, no more of them and no longer than it may take.
 *
 * @param limits what a body may take
 */
public record BoundedBody(HttpProperties limits) {

	/**
	 * The whole body.
	 * @throws ProblemException if it is too large, too slow or compressed
	 */
	public byte[] read(HttpInputMessage message) throws IOException {
		if (message.getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.");
		}
		if (message.getHeaders().getContentLength() > this.limits.maxBody().toBytes()) {
			throw tooLarge();
		}
		return read(message.getBody());
	}

	private byte[] read(InputStream stream) throws IOException {
		Deadline deadline = Deadline.after(this.limits.bodyTimeout());
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
			body.write(buffer, 0, count);
			requireWithinLimits(body.size(), deadline);
		}
		return body.toByteArray();
	}

	private void requireWithinLimits(int size, Deadline deadline) {
		if (size > this.limits.maxBody().toBytes()) {
			throw tooLarge();
		}
		if (deadline.passed()) {
			throw new ProblemException(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time.");
		}
	}

	private ProblemException tooLarge() {
		long limit = this.limits.maxBody().toBytes();
		return new ProblemException(ProblemCode.INPUT_TOO_LARGE, "The body is larger than " + limit + " bytes.")
			.with("limit", limit);
	}

}
