package dev.agentservice.compat.openai.web;

import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

import dev.agentservice.support.Ulid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells every answer's {@code x-request-id}, which OpenAI's clients show with their
 * errors: the id that the log calls {@code trace_id}.
 */
final class RequestIds extends OncePerRequestFilter {

	private static final String HEADER = "x-request-id";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader(HEADER,
				Objects.requireNonNullElseGet(MDC.get("traceId"), () -> Ulid.next(Clock.systemUTC())));
		chain.doFilter(request, response);
	}

}
