package dev.agentservice.support.web;

import java.io.IOException;

import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemWriter;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Answers what failed in a filter, before the dispatcher saw it. The servlet container
 * has logged an exception by then.
 */
@Controller
@Hidden
class ProblemErrorController implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ProblemWriter.write(request, response, problem(request));
	}

	/**
	 * A status of 500 only says that there was an exception. Any other one is Tomcat's
	 * own verdict, such as 408 on a body that stopped arriving.
	 */
	private static ProblemException problem(HttpServletRequest request) {
		int status = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) ? code
				: HttpServletResponse.SC_NOT_FOUND;
		if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
				&& request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception failure) {
			return Problems.of(failure);
		}
		return Problems.ofStatus(status);
	}

}
