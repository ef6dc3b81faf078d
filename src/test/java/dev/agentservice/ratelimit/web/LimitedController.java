package dev.agentservice.ratelimit.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimitHeaders;
import dev.agentservice.ratelimit.RateLimits;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands in for a controller that admits runs. The profile keeps it out of every other
 * context that scans the test classes.
 */
@RestController
@Profile(LimitedController.PROFILE)
class LimitedController {

	static final String PROFILE = "rate-limit-test";

	private final RateLimits limits;

	LimitedController(RateLimits limits) {
		this.limits = limits;
	}

	@GetMapping("/runs/limited")
	String limited(Caller caller, HttpServletResponse response) {
		RateDecision decision = this.limits.admit(caller).join();
		decision.orThrow();
		RateLimitHeaders.of(decision).forEach(response::setHeader);
		return "admitted";
	}

}
