package dev.agentservice.support.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import dev.agentservice.support.ProblemDocument;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat refuses before any filter runs, such as a malformed path, instead
 * of its HTML page.
 */
final class ProblemReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemDocument problem = ProblemDocument.of(Problems.ofStatus(response.getStatus()));
		try {
			response.setStatus(problem.status());
			response.setContentType(ProblemDocument.MEDIA_TYPE);
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			Writer writer = response.getReporter();
			if (writer != null) {
				writer.write(new String(problem.json(), StandardCharsets.UTF_8));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			getContainer().getLogger().debug("The client left before its error", ex);
		}
	}

}
