package dev.agentservice.support.problem;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Writes problems as HTTP answers, whatever the request's {@code Accept} says: an error
 * that cannot be read is worth less than one in an unasked format.
 */
public final class ProblemWriter {

	private ProblemWriter() {
	}

	/**
	 * Answers with a problem in the request's format. Does nothing once the answer has
	 * begun: a broken stream must stay visibly broken.
	 */
	public static void write(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
			throws IOException {
		if (response.isCommitted()) {
			return;
		}
		ProblemFormat format = ProblemFormat.of(request);
		byte[] body = format.json(problem);
		response.resetBuffer();
		response.setStatus(problem.code().status().value());
		response.setContentType(format.mediaType());
		format.retryHeaders(problem).forEach(response::setHeader);
		if (problem.location() != null) {
			response.setHeader(HttpHeaders.LOCATION, problem.location());
		}
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
		response.flushBuffer();
	}

}
