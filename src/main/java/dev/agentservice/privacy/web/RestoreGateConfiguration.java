package dev.agentservice.privacy.web;

import dev.agentservice.support.state.RestoreGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts the gate before every path but those where no users' data are read or begun: what
 * is new is behind it.
 */
@Configuration(proxyBeanMethods = false)
class RestoreGateConfiguration implements WebMvcConfigurer {

	private static final String[] BESIDE = { "/ops/flags", "/ops/flags/**", "/ops/platform/**", "/ops/audit",
			"/ops/retention", "/erasures/*", "/agents", "/v1/models", "/v1/models/*", "/v3/**", "/swagger-ui.html",
			"/swagger-ui/**", "/error" };

	private final RestoreGate gate;

	RestoreGateConfiguration(RestoreGate gate) {
		this.gate = gate;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new AtGate(this.gate)).excludePathPatterns(BESIDE).order(Ordered.HIGHEST_PRECEDENCE);
	}

	/**
	 * Asks the gate.
	 *
	 * @param gate whom
	 */
	private record AtGate(RestoreGate gate) implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			if (request.getDispatcherType() == DispatcherType.REQUEST) {
				this.gate.demandOpen();
			}
			return true;
		}

	}

}
