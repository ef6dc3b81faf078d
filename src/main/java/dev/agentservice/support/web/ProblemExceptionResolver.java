package dev.agentservice.support.web;

import java.io.IOException;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers every exception inside the dispatcher, controllers' and Spring's own. It stands
 * before content negotiation, because a 406 needs a body too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemExceptionResolver implements HandlerExceptionResolver {

	private static final Logger logger = LoggerFactory.getLogger(ProblemExceptionResolver.class);

	private static final ModelAndView ANSWERED = new ModelAndView();

	@Override
	public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception failure) {
		if (isClientGone(failure)) {
			logger.debug("The client left before its answer");
			return ANSWERED;
		}
		ProblemException problem = Problems.of(failure);
		log(request, problem);
		addHeaders(response, failure);
		answer(request, response, problem);
		return ANSWERED;
	}

	private static void addHeaders(HttpServletResponse response, Exception failure) {
		if (failure instanceof ErrorResponse error) {
			error.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		}
	}

	/**
	 * Only what the connection to our client says of itself: a lost connection to Redis
	 * or a model looks alike, but is a failure the client has to hear of.
	 */
	private static boolean isClientGone(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AsyncRequestNotUsableException || cause instanceof ClientAbortException) {
				return true;
			}
		}
		return false;
	}

	private static void log(HttpServletRequest request, ProblemException problem) {
		if (problem.code() == ProblemCode.INTERNAL_ERROR) {
			// The pattern, not the path: paths carry users' ids.
			logger.atError()
				.setCause((problem.getCause() != null) ? problem.getCause() : problem)
				.addKeyValue("method", request.getMethod())
				.addKeyValue("path", request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
				.log("Request failed");
		}
	}

	private static void answer(HttpServletRequest request, HttpServletResponse response, ProblemException problem) {
		try {
			ProblemWriter.write(request, response, problem);
		}
		catch (IOException ex) {
			logger.atDebug().setCause(ex).log("The client left before its error");
		}
	}

}
