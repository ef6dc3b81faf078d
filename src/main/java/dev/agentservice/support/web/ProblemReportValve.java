package dev.agentservice.support.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.agentservice.support.SecurityHeaders;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Every request passes here first and learns in which format its problems are worded.
 * Answers what Tomcat refuses before any filter runs, such as a malformed path, instead
 * of its HTML page.
 */
final class ProblemReportValve extends ErrorReportValve {

	private final List<ProblemFormat> formats;

	ProblemReportValve(List<ProblemFormat> formats) {
		this.formats = List.copyOf(formats);
	}

	/**
	 * Everything is said in English. The header is taken away before anything parses it,
	 * keeps something for each language, or words an error in one.
	 */
	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.getCoyoteRequest().getMimeHeaders().removeHeader(HttpHeaders.ACCEPT_LANGUAGE);
		String path = path(request);
		this.formats.stream()
			.filter((format) -> format.covers(path))
			.findFirst()
			.ifPresent((format) -> request.setAttribute(ProblemFormat.ATTRIBUTE, format));
		super.invoke(request, response);
	}

	/** As the client sent it where it cannot be decoded; empty where it sent none. */
	private static String path(Request request) {
		String decoded = request.getDecodedRequestURI();
		String path = (decoded != null) ? decoded : request.getRequestURI();
		return (path != null) ? path : "";
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemException problem = Problems.ofStatus(response.getStatus());
		ProblemFormat format = ProblemFormat.of(request);
		try {
			response.setStatus(problem.code().status().value());
			response.setContentType(format.mediaType());
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			SecurityHeaders.OUTSIDE_OF_SPRING.forEach(response::setHeader);
			Writer writer = response.getReporter();
			if (writer != null) {
				writer.write(new String(format.json(problem), StandardCharsets.UTF_8));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			getContainer().getLogger().debug("The client left before its error", ex);
		}
	}

}
