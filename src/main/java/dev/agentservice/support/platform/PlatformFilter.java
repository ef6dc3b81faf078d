package dev.agentservice.support.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Notes by when the platform ends a request and, where there are only requests, sends the
 * end of an answer after its traces. Around all others, so that their spans are over.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlatformFilter extends OncePerRequestFilter {

	private final PlatformProperties properties;

	private final Invocations invocations;

	private final TraceFlush traces;

	PlatformFilter(PlatformProperties properties, Invocations invocations, TraceFlush traces) {
		this.properties = properties;
		this.invocations = invocations;
		this.traces = traces;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Duration limit = this.properties.platformTimeout();
		this.invocations.left(request.getHeader(Invocations.HEADER))
			.or(() -> Optional.of(limit).filter(Duration::isPositive))
			.ifPresent((left) -> RequestDeadline.set(request, left));
		if (!this.properties.onlyRequests()) {
			chain.doFilter(request, response);
			return;
		}
		try {
			chain.doFilter(request, new HeldAnswer(response));
		}
		finally {
			this.traces.flush();
		}
	}

}
