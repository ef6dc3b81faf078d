package dev.agentservice.ratelimit.web;

import dev.agentservice.ratelimit.RateLimitHeaders;
import dev.agentservice.ratelimit.RateLimitedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.PriorityOrdered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Gives a refusal its headers and leaves its body to whoever writes problems. An allowed
 * request gets them from the controller that admitted it.
 */
@Component
class RefusalHeaders implements HandlerExceptionResolver, PriorityOrdered {

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception failure) {
		if (failure instanceof RateLimitedException refusal && !response.isCommitted()) {
			RateLimitHeaders.of(refusal.decision()).forEach(response::setHeader);
		}
		return null;
	}

}
